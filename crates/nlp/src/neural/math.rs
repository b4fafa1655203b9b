/// tanh as a quotient of polynomials, exact at 0 and ±1 from |x| = 3 on. Only sums, products and a
/// quotient: the same bits natively and in wasm. The tagger is trained with this very function.
#[must_use]
#[inline(always)]
pub fn rational_tanh(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    x * (27.0 + square) / (27.0 + 9.0 * square)
}

/// The logistic function by way of [`rational_tanh`].
#[must_use]
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * rational_tanh(0.5 * x)
}

/// e to the x by range reduction and a polynomial; relative error below 3e-7, the same bits
/// everywhere. 0 below -87, capped above 88.
#[must_use]
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    if x < -87.0 {
        return 0.0;
    }
    let x = x.min(88.0);
    let scaled = x * std::f32::consts::LOG2_E;
    let whole = (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i32;
    // Cody and Waite: ln 2 in two parts.
    let rest = (x - whole as f32 * 0.693_359_4) - whole as f32 * -2.121_944_4e-4;
    let series = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (0.166_666_67
                                + rest * (0.041_666_67 + rest * (0.008_333_334 + rest * 0.001_388_889)))));
    series * f32::from_bits(((whole + 127).clamp(1, 254) as u32) << 23)
}

/// The natural logarithm of a positive number, error below 1e-6; very negative for what is not.
#[must_use]
pub fn ln(x: f32) -> f32 {
    if x.is_nan() || x < f32::MIN_POSITIVE {
        return -87.4;
    }
    let bits = x.to_bits();
    let mut exponent = (bits >> 23) as i32 - 127;
    let mut mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000);
    if mantissa > std::f32::consts::SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)).
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let square = ratio * ratio;
    let series =
        1.0 + square * (0.333_333_34 + square * (0.2 + square * (0.142_857_15 + square * 0.111_111_11)));
    2.0 * ratio * series + exponent as f32 * std::f32::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_true_functions() {
        let mut x = -20.0f32;
        while x < 20.0 {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-6, "{x}");
            assert!((rational_tanh(x) - x.tanh()).abs() < 0.03, "{x}");
            let y = x.exp();
            assert!((ln(y) - y.ln()).abs() < 2e-6 * (1.0 + x.abs()), "{y}");
            x += 0.013;
        }
        assert_eq!((rational_tanh(3.0), rational_tanh(-9.0), sigmoid(0.0)), (1.0, -1.0, 0.5));
        assert_eq!(exp(-1000.0), 0.0);
        assert!(exp(1000.0).is_finite() && ln(0.0).is_finite() && ln(f32::NAN).is_finite());
    }
}
