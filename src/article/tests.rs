use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static READER: LazyLock<ArticleReader> =
    LazyLock::new(|| ArticleReader::load(&Data::embedded()).unwrap());

fn read(text: &str) -> Article {
    READER.read("t", "t.txt", text.as_bytes(), None).unwrap()
}

fn kept(article: &Article) -> Vec<&str> {
    article
        .regions
        .iter()
        .map(|r| r.of(&article.text))
        .collect()
}

fn check(text: &str, date: Option<&str>, expected: &[&str]) {
    let article = read(text);
    assert_eq!(
        article.date.map(|d| d.to_string()).as_deref(),
        date,
        "{text}"
    );
    assert_eq!(kept(&article), expected, "{text}");
}

#[test]
fn header_line_may_share_its_line_with_the_text() {
    check(
        " date 2023-10 Les troupes reculent à Sake, selon l’ONU.\n\nDes combats ont repris.",
        Some("2023-10"),
        &[
            "Les troupes reculent à Sake, selon l’ONU.",
            "Des combats ont repris.",
        ],
    );
}

#[test]
fn dateline_of_a_later_paragraph_is_found() {
    check(
        "Un raid\n\nUn camp a été touché.\n\n15 février 2016. – Le raid a fait deux morts.",
        Some("2016-02-15"),
        &[
            "Un raid",
            "Un camp a été touché.",
            "Le raid a fait deux morts.",
        ],
    );
    check(
        "Un raid\n\n4 août 2016. –\nL'armée recule.",
        Some("2016-08-04"),
        &["Un raid", "L'armée recule."],
    );
}

#[test]
fn the_argument_wins_over_the_text() {
    let date = "2020-01-01".parse().ok();
    let article = READER
        .read(
            "t",
            "t.txt",
            "Un raid\n\n4 août 2016. – Fin.".as_bytes(),
            date,
        )
        .unwrap();
    assert_eq!(article.date, date);
}

#[test]
fn publication_wins_over_update() {
    check(
        "Un raid\nMis à jour le 5 mars 2018\nPublié le 3/03/2018 à 12h30\nDeux soldats sont morts.",
        Some("2018-03-03"),
        &["Un raid", "Deux soldats sont morts."],
    );
}

#[test]
fn dates_of_events_are_no_datelines() {
    check(
        "Le 3 mars 2018, douze civils sont morts à Alep.\n\nLe 5 mars 2018 – un lundi –, la ville est tombée.",
        None,
        &[
            "Le 3 mars 2018, douze civils sont morts à Alep.",
            "Le 5 mars 2018 – un lundi –, la ville est tombée.",
        ],
    );
}

#[test]
fn furniture_is_dropped() {
    check(
        "Home » MONDE » Un raid en Syrie.\n\nUn raid en Syrie.\n\npar\n\nDeux soldats sont morts.\n\nPartager sur Facebook\n\n\
         LIRE AUSSI : Autre chose\n\nDe la fumée à Alep Crédit : AFP\n\nDes combats ont eu lieu. (AFP)\n\nRelated Articles\n\nUn autre titre\n\n\
         LEAVE A REPLY\n\nPlease enter your comment!\nPlease enter your name here",
        None,
        &[
            "Un raid en Syrie.",
            "Deux soldats sont morts.",
            "Des combats ont eu lieu.",
        ],
    );
}

#[test]
fn prose_after_a_list_of_headlines_is_kept() {
    let prose =
        "L’armée a annoncé mercredi avoir repris la ville de Sake après trois jours de combats.";
    check(
        &format!("Titre\n\nÀ lire aussi\nUn autre titre\n{prose}"),
        None,
        &["Titre", prose],
    );
}

#[test]
fn wrapped_lines_are_one_region() {
    let text = "Un raid à Alep\n\nDes avions ont frappé mercredi soir un dépôt de munitions situé dans la\n\
                banlieue de la ville, a indiqué l’armée. Deux soldats ont été tués et\n\
                douze autres blessés.\n\nLes combats continuent.";
    check(
        text,
        None,
        &[
            "Un raid à Alep",
            &text[text.find("Des avions").unwrap()..text.find("\n\nLes").unwrap()],
            "Les combats continuent.",
        ],
    );
    let crlf = text.replace('\n', "\r\n");
    assert_eq!(read(&crlf).regions.len(), 3);
}

#[test]
fn one_paragraph_a_line_is_not_joined() {
    check(
        "Deux soldats sont morts à Gao.\nLes combats continuent.\u{c}Une autre page.",
        None,
        &[
            "Deux soldats sont morts à Gao.",
            "Les combats continuent.",
            "Une autre page.",
        ],
    );
}

#[test]
fn markdown_marks_are_left_out() {
    let text = "# Un raid\n\n> Deux morts.\n\n---\n\n- **Alep** est touchée.\n";
    let article = READER.read("t", "t.md", text.as_bytes(), None).unwrap();
    assert_eq!(
        kept(&article),
        ["Un raid", "Deux morts.", "**Alep** est touchée."]
    );
    assert_eq!(article.title.map(|t| t.of(&article.text)), Some("Un raid"));
}

#[test]
fn encodings_are_told_apart() {
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain("Été\n\nà Gao.".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        READER.read("t", "t.txt", &utf16, None).unwrap().text,
        "Été\n\nà Gao."
    );
    let error = |bytes: &[u8]| {
        READER
            .read("t", "t.txt", bytes, None)
            .unwrap_err()
            .to_string()
    };
    let latin = error(b"\xef\xbb\xbfL'\xe9t\xe9");
    assert!(
        latin.starts_with("`t.txt`: byte 5 is 0xE9") || latin.contains("byte 5 is 0xE9"),
        "{latin}"
    );
    assert!(
        latin.contains("`é` in Windows-1252") && latin.contains("iconv"),
        "{latin}"
    );
    assert!(error(&utf16[2..]).contains("UTF-16LE"));
    assert!(error(b"%PDF-1.4").contains("PDF"));
    assert!(error(b"ab\0\x01\x02\x03\x04").contains("NUL"));
    assert!(error(b"<!DOCTYPE html><p>").contains("HTML"));
    assert!(error(b"\xff\xfea").contains("UTF-16"));
}

#[test]
fn an_empty_text_has_no_region() {
    check("", None, &[]);
    check("\u{feff} \n\u{a0}\n", None, &[]);
}

#[test]
fn one_huge_line_takes_linear_time() {
    let text = "L’armée a frappé Alep, le 3 mars 2018 – ".repeat(220_000);
    let start = std::time::Instant::now();
    assert_eq!(read(&text).regions.len(), 1);
    assert!(start.elapsed().as_secs() < 5);
}

proptest! {
    #[test]
    fn any_bytes_give_an_article_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = READER.read("t", "t.md", &bytes, None);
    }

    #[test]
    fn regions_are_ordered_disjoint_and_trimmed(text in "(Par |Date : |[a-zé .\n\r\u{c}»#>*–-]|3 mars 2018|\u{301}|🙂|’){0,60}", md: bool) {
        let article = READER.read("t", if md { "t.md" } else { "t.txt" }, text.as_bytes(), None).unwrap();
        let mut end = 0;
        for region in &article.regions {
            prop_assert!(region.start >= end && !region.is_empty());
            let words = region.of(&article.text);
            prop_assert_eq!(words, words.trim());
            end = region.end;
        }
        prop_assert!(article.title.is_none_or(|t| article.regions.contains(&t)));
    }
}
