use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by words.
pub(crate) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<FormHasher>>;

/// A quick hash of short strings (FNV-1a over eight bytes at a time); nobody chooses words to make them collide
/// within one article, and were it done, only speed would suffer.
#[derive(Default)]
pub(crate) struct FormHasher(u64);

impl Hasher for FormHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut add = |part: u64| {
            self.0 = (self.0 ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.0 ^= self.0 >> 29;
        };
        let (eights, rest) = bytes.as_chunks::<8>();
        eights
            .iter()
            .for_each(|&eight| add(u64::from_le_bytes(eight)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        add(u64::from_le_bytes(last));
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
