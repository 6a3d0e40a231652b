//! Functions with the same bits on every machine: only `+`, `*`, `/` and bit operations of IEEE 754,
//! in a fixed order. The standard library's `tanh` and `exp` differ between platforms.

/// Hyperbolic tangent by the rational approximation of Eigen (13th over 6th degree), within 4e-7; for training.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let x = x.clamp(-7.998_811, 7.998_811);
    let s = x * x;
    let p = s * -2.760_768_5e-16 + 2.000_188e-13;
    let p = s * p + -8.604_672e-11;
    let p = s * p + 5.122_297_1e-8;
    let p = s * p + 1.485_722_4e-5;
    let p = s * p + 6.372_619_3e-4;
    let p = s * p + 4.893_524_6e-3;
    let q = s * 1.198_258_4e-6 + 1.185_347_1e-4;
    let q = s * q + 2.268_434_6e-3;
    let q = s * q + 4.893_525e-3;
    x * p / q
}

/// Logistic function; for training.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    0.5 * tanh(0.5 * x) + 0.5
}

/// Numerator and denominator of the hyperbolic tangent, within 1.4e-4; the latter lies between 1 and 20.
///
/// The best fraction of 5th over 4th degree on [-5, 5], found by reweighted least squares. An output of an
/// LSTM is kept in steps of 0.008.
#[inline(always)]
pub(crate) fn tanh_parts(x: f32) -> (f32, f32) {
    let x = x.clamp(-5.0, 5.0);
    let s = x * x;
    let p = s * 6.549_444e-4 + 0.101_723_16;
    let p = s * p + 0.999_810_14;
    let q = s * 1.263_918_6e-2 + 0.434_504_1;
    let q = s * q + 1.0;
    (x * p, q)
}

/// Numerator and denominator of the logistic function, within 7e-5; the latter lies between 2 and 40.
#[inline(always)]
pub(crate) fn sigmoid_parts(x: f32) -> (f32, f32) {
    let (p, q) = tanh_parts(0.5 * x);
    (p + q, q + q)
}

/// Exponential function, within 3e-7 relative; 0 below -87.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    if x < -87.0 {
        return 0.0;
    }
    let x = x.min(88.0);
    let k = (x * std::f32::consts::LOG2_E + 0.5).floor();
    let r = x - k * 0.693_359_4 + k * 2.121_944_4e-4;
    let p = r * 1.987_569_1e-4 + 1.398_2e-3;
    let p = r * p + 8.333_452e-3;
    let p = r * p + 4.166_579_6e-2;
    let p = r * p + 0.166_666_65;
    let p = r * p + 0.5;
    let y = p * (r * r) + r + 1.0;
    y * f32::from_bits(((k as i32 + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn approximations_are_close() {
        for i in -4000..4000 {
            let x = i as f32 * 0.005;
            assert!((tanh(x) - x.tanh()).abs() < 1e-6, "tanh {x}");
            assert!(
                (sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-6,
                "sigmoid {x}"
            );
            let (p, q) = tanh_parts(x);
            assert!((p / q - x.tanh()).abs() < 1.4e-4, "tanh_parts {x}");
            let (p, q) = sigmoid_parts(x);
            assert!(
                (p / q - 1.0 / (1.0 + (-x).exp())).abs() < 7e-5,
                "sigmoid_parts {x}"
            );
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-6, "exp {x}");
        }
        assert_eq!(exp(-1000.0), 0.0);
    }
}
