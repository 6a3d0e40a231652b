use super::Outcome;
use super::output::with_output;
use super::train::read_text;
use crate::data::Data;
use crate::lexicon::forms::{FormLexicon, compile};
use crate::lexicon::{
    EntityClass, GazetteerReport, GazetteerSources, Names, WordUse, compile_gazetteer,
};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Work on the lexicon files of the language data
#[derive(Args)]
pub(super) struct Lexicon {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Subcommand)]
enum LexiconCommand {
    /// Compile a table of forms, lemmas and tags into the file that the analysis reads
    ///
    /// `french/lexicon/forms.SOURCE.md` in griot's source says where the table comes from.
    Compile {
        /// Table to compile
        table: PathBuf,
        /// File to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Compile tables of places into the gazetteer, and measure how many of its keys several places share
    ///
    /// `french/SOURCES.md` in griot's source says where the tables come from.
    Gazetteer {
        /// Towns of the world: geonameid, name, lat, lon, country, admin1, population, feature, qid, name_fr, alternates
        #[arg(long, value_name = "FILE")]
        cities: PathBuf,
        /// Smaller towns of countries in conflict, with the same columns
        #[arg(long, value_name = "FILE")]
        small_cities: PathBuf,
        /// French names by GeoNames id, by region (`SY.07`) and by country
        #[arg(long, value_name = "FILE")]
        local_names: PathBuf,
        /// Airfields: icao, iata, name, city, region, country, lat, lon
        #[arg(long, value_name = "FILE")]
        airfields: PathBuf,
        /// File to write [default: only measure]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

impl Lexicon {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        match self.command {
            LexiconCommand::Compile { table, output } => {
                let bytes = compile(&table.display().to_string(), &read_text(&table)?)?;
                with_output(Some(&output), |out| Ok(out.write_all(&bytes)?))?;
            }
            LexiconCommand::Gazetteer {
                cities,
                small_cities,
                local_names,
                airfields,
                output,
            } => {
                let [cities, small_cities, local_names, airfields] =
                    [cities, small_cities, local_names, airfields].map(|f| read_text(&f));
                let sources = GazetteerSources {
                    cities: &cities?,
                    small_cities: &small_cities?,
                    local_names: &local_names?,
                    airfields: &airfields?,
                };
                let (bytes, report) = gazetteer(&sources)?;
                if let Some(output) = output {
                    with_output(Some(&output), |out| Ok(out.write_all(&bytes)?))?;
                }
                with_output(None, |out| Ok(writeln!(out, "{}", summary(&report))?))?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// Compiles the gazetteer with the built-in lexicons: words of French that also name places are doubtful names.
fn gazetteer(sources: &GazetteerSources<'_>) -> anyhow::Result<(Vec<u8>, GazetteerReport)> {
    let data = Data::embedded();
    let forms = data.file("lexicon/forms.bin").unwrap_or_default();
    let forms = FormLexicon::load(forms)?;
    let names = Names::load(&data)?;
    let is_division = |key: &str| {
        let kinds = names.noun_kinds(key);
        kinds.iter().any(|k| k.class == EntityClass::Region)
    };
    Ok(compile_gazetteer(
        sources,
        &|name| WordUse::of(name, &forms),
        &is_division,
    )?)
}

fn summary(report: &GazetteerReport) -> String {
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    format!(
        "{} places, {} bytes\n{} exact keys, {} ({:.1} %) of several places\n{} loose keys, {} ({:.1} %) of several places, \
         {} ({:.1} %) of places that share no exact key",
        report.records,
        report.bytes,
        report.exact_keys,
        report.exact_shared,
        share(report.exact_shared, report.exact_keys),
        report.loose_keys,
        report.loose_shared,
        share(report.loose_shared, report.loose_keys),
        report.loose_collisions,
        share(report.loose_collisions, report.loose_keys),
    )
}
