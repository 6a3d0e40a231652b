//! The little of XML that GraphML and GEXF share.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io::{self, Write};

/// A writer of elements, indented by two blanks.
pub(super) struct Xml<'a>(Writer<&'a mut dyn Write>);

impl<'a> Xml<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> io::Result<Self> {
        let mut xml = Self(Writer::new_with_indent(out, b' ', 2));
        xml.0
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        self.0
            .write_event(Event::Text(BytesText::new(&clean(text))))?;
        self.close(name)
    }

    /// Closes the root and ends the file with a line break.
    pub(super) fn finish(mut self, root: &str) -> io::Result<()> {
        self.close(root)?;
        self.0.into_inner().write_all(b"\n")
    }
}

fn start<'b>(name: &'b str, attributes: &[(&str, &str)]) -> BytesStart<'b> {
    let mut element = BytesStart::new(name);
    for &(key, value) in attributes {
        element.push_attribute((key, clean(value).as_str()));
    }
    element
}

/// Without the control characters that XML 1.0 cannot hold.
fn clean(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(allowed).collect()
}
