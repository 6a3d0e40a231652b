//! Every rule of `french/rules/` passes its own examples.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::data::Data;
use griot::pipeline::Pipeline;
use griot::rdf::Base;

#[test]
fn every_rule_passes_its_examples() {
    let pipeline = Pipeline::load(&Data::embedded(), Base::default()).unwrap();
    let report = pipeline.test_rules();
    assert!(report.n_rules > 0);
    assert!(report.passed(), "{report}");
}
