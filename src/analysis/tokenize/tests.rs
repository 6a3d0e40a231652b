use super::*;
use crate::data::Data;

/// Checks that the words of `expected`, parted by `|`, are the tokens of `text`.
fn check(text: &str, expected: &str) {
    let data = Data::embedded();
    let rules = TokenRules::load(&data).unwrap();
    let lexicon = FormLexicon::load(data.file("lexicon/forms.bin").unwrap()).unwrap();
    let tokenizer = Tokenizer {
        rules: &rules,
        lexicon: &lexicon,
    };
    let pieces = tokenizer.tokenize(text, Span::new(0, text.len()));
    let forms: Vec<&str> = pieces.iter().map(|p| p.span.of(text)).collect();
    assert_eq!(forms.join("|"), expected);
}

#[test]
fn elisions_are_tokens_with_their_apostrophe() {
    check(
        "L'armée d’Al-Qaïda s'est retirée.",
        "L'|armée|d’|Al-Qaïda|s'|est|retirée|.",
    );
    check("l' ONU, d' Al-Qaïda", "l'|ONU|,|d'|Al-Qaïda");
    check(
        "aujourd'hui, quelqu’un, c'est-à-dire",
        "aujourd'hui|,|quelqu’un|,|c'est-à-dire",
    );
    check(
        "N'Djamena, Sana'a, l'on, jusqu'à",
        "N'Djamena|,|Sana'a|,|l'on|,|jusqu'|à",
    );
    check("qu'il n'y a", "qu'|il|n'|y|a");
    check("l'« oasis »", "l'|«|oasis|»");
    check("le mot 'paix' et l'HLM", "le|mot|'|paix|'|et|l'|HLM");
    check("l'e\u{301}te\u{301}", "l'|e\u{301}te\u{301}");
}

#[test]
fn pronouns_after_a_verb_are_tokens_with_their_hyphen() {
    check("Où va-t-il ? Est-ce vrai ?", "Où|va|-t-il|?|Est|-ce|vrai|?");
    check(
        "celles-ci, rendez-vous, peut-être",
        "celles-ci|,|rendez-vous|,|peut-être",
    );
    check("ce jour-là, dites-le-moi", "ce|jour|-là|,|dites|-le|-moi");
    check("Qu'est-ce que", "Qu'|est|-ce|que");
    check(
        "Deir ez-Zor, Ain al-Asad, Le Vernois-le-Fol",
        "Deir|ez-Zor|,|Ain|al-Asad|,|Le|Vernois-le-Fol",
    );
}

#[test]
fn abbreviations_keep_their_full_stop() {
    check(
        "M. Obama et George W. Bush.",
        "M.|Obama|et|George|W.|Bush|.",
    );
    check(
        "J.-C. Dupont, l'O.N.U., U.S. Navy",
        "J.-C.|Dupont|,|l'|O.N.U.|,|U.S.|Navy",
    );
    check("l'hépatite B. Elle tue.", "l'|hépatite|B|.|Elle|tue|.");
    check("le n° 12, etc.", "le|n°|12|,|etc.");
    check("la région.Les combats", "la|région|.|Les|combats");
    check("lemonde.fr", "lemonde.fr");
}

#[test]
fn numbers_keep_groups_and_decimals_together() {
    check(
        "10 000 morts, 1 234 567,8 ou 29.000",
        "10 000|morts|,|1 234 567,8|ou|29.000",
    );
    check(
        "10\u{a0}000 et 10\u{202f}000 %",
        "10\u{a0}000|et|10\u{202f}000|%",
    );
    check("en 2017 200 morts", "en|2017|200|morts");
    check(
        "à 20h45, 14 h, 18 h 30, 30km",
        "à|20|h|45|,|14|h|,|18|h|30|,|30|km",
    );
    check(
        "le 1er mai 1971-72, 12/05/2018, 4-3, -0,8 %",
        "le|1er|mai|1971-72|,|12/05/2018|,|4-3|,|-0,8|%",
    );
    check("F-16, TF1, 2e, XXIe, 5G", "F-16|,|TF1|,|2e|,|XXIe|,|5G");
    check("22 avril 2017. –", "22|avril|2017|.|–");
}

#[test]
fn symbols_addresses_and_pictures_are_tokens() {
    check(
        "fin . . « Oui... », dit-il !",
        "fin|.|.|«|Oui|...|»|,|dit|-il|!",
    );
    check("voir http://a.fr/b?c=d.", "voir|http://a.fr/b?c=d|.");
    check("@afpfr #Syrie jean@afp.fr", "@afpfr|#Syrie|jean@afp.fr");
    check("bien 👍🏽🇫🇷 !", "bien|👍🏽|🇫🇷|!");
    check("et/ou 5 km/h", "et|/|ou|5|km|/|h");
}

#[test]
fn long_runs_are_cut() {
    let text = "a".repeat(1000) + &".".repeat(1000);
    let expected = [240, 240, 240, 240, 40].map(|n| "a".repeat(n)).join("|")
        + "|"
        + &[240, 240, 240, 240, 40].map(|n| ".".repeat(n)).join("|");
    check(&text, &expected);
}
