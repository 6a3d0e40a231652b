use std::ops::{Deref, DerefMut};

/// Bytes of a line of the processor's cache, which a vector register and the row of a tile fill.
const LINE: usize = 64;

/// Numbers that begin at a line of the cache: a vector that begins elsewhere lies in two lines, and takes twice as
/// long to load.
#[derive(Debug)]
pub(crate) struct Aligned<T> {
    values: Vec<T>,
    start: usize,
    len: usize,
}

impl<T: Copy + Default> Aligned<T> {
    /// The first `len` numbers, of which those that were not there before are zeros or what was left there.
    ///
    /// The room grows but never shrinks.
    pub(crate) fn sized(&mut self, len: usize) -> &mut [T] {
        let line = LINE / size_of::<T>().max(1);
        if self.values.len() < len + line {
            self.values.resize(len + line, T::default());
            self.start = self.values.as_ptr().align_offset(LINE).min(line);
        }
        self.len = len;
        &mut self.values[self.start..self.start + len]
    }
}

impl<T> Default for Aligned<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            start: 0,
            len: 0,
        }
    }
}

impl<T: Copy + Default> From<&[T]> for Aligned<T> {
    fn from(values: &[T]) -> Self {
        let mut aligned = Self::default();
        aligned.sized(values.len()).copy_from_slice(values);
        aligned
    }
}

impl<T: Copy + Default> FromIterator<T> for Aligned<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::from(&values.into_iter().collect::<Vec<T>>()[..])
    }
}

impl<T: Copy + Default> Clone for Aligned<T> {
    fn clone(&self) -> Self {
        Self::from(&self[..])
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values[self.start..self.start + self.len]
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.values[self.start..self.start + self.len]
    }
}
