use super::{read_conllu, write_conllu};

const SAMPLE: &str = "\
# sent_id = s1
# text = Il parle du Liban.
1\tIl\tlui\tPRON\t_\tNumber=Sing|Person=3\t2\tnsubj\t_\tstart_char=0|end_char=2
2\tparle\tparler\tVERB\t_\tVerbForm=Fin\t0\troot\t_\tstart_char=3|end_char=8
3-4\tdu\t_\t_\t_\t_\t_\t_\t_\tstart_char=9|end_char=11
3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_
4\tle\tle\tDET\t_\t_\t5\tdet\t_\t_
5\tLiban\tLiban\tPROPN\t_\t_\t2\tobl\t_\tSpaceAfter=No|start_char=12|end_char=17
6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\tstart_char=17|end_char=18

";

fn message(source: &str) -> String {
    read_conllu("f.conllu", source).unwrap_err().to_string()
}

#[test]
fn what_is_read_is_written_again() {
    let sentences = read_conllu("f.conllu", SAMPLE).unwrap();
    let (text, sentence) = &sentences[0];
    let mut out = Vec::new();
    write_conllu(&mut out, text, std::slice::from_ref(sentence), "s").unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), SAMPLE);
}

#[test]
fn text_is_rebuilt_where_it_is_missing() {
    let without = SAMPLE.replace("# text = Il parle du Liban.\n", "");
    assert_eq!(
        read_conllu("f.conllu", &without).unwrap(),
        read_conllu("f.conllu", SAMPLE).unwrap()
    );
}

#[test]
fn errors_point_at_the_column() {
    let check = |from: &str, to: &str, expected: &str| {
        let m = message(&SAMPLE.replacen(from, to, 1));
        assert!(m.starts_with(expected), "{m}");
    };
    check(
        "\tVERB\t",
        "\tVRB\t",
        "f.conllu:4:16: error: `VRB` is no universal part of speech",
    );
    check(
        "\t2\tnsubj",
        "\t9\tnsubj",
        "f.conllu:3:38: error: head 9 lies outside",
    );
    check("\t2\tnsubj", "\t0\tnsubj", "f.conllu:4:");
    check(
        "\t2\tnsubj",
        "\t1\tnsubj",
        "f.conllu:3:38: error: this head closes a cycle",
    );
    check("5\tLiban", "7\tLiban", "f.conllu:8:1: error: expected ID 5");
    check(
        "Liban\tLiban",
        "Iran\tLiban",
        "f.conllu:8:3: error: `Iran` does not stand here",
    );
    check(
        "\tADP\t_",
        "\tADP",
        "f.conllu:6:1: error: 9 columns where ten",
    );
}

#[test]
fn tokens_without_heads_hang_on_the_first() {
    let source = "1\tBonne\t_\t_\t_\t_\t_\t_\t_\t_\n2\tannée\t_\t_\t_\t_\t_\t_\t_\t_\n";
    let sentences = read_conllu("f.conllu", source).unwrap();
    assert_eq!(sentences[0].1.tokens[1].head, Some(0));
}
