//! Measures griot against gold standards: the analysis against treebanks, the graph against what readers
//! took from articles.

pub mod gold;
pub mod ud;
