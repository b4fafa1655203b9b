use super::mat::transpose;
use super::params::Places;
use std::ops::Range;
use verbatim_nlp::model::ByteWriter;
use verbatim_nlp::neural::Matrix;

/// The tagger as `verbatim_nlp::neural::Tagger` reads it: weights of eight bits.
pub fn quantise(places: &Places, weights: &[f32]) -> Vec<u8> {
    let shape = places.shape;
    let mut out = ByteWriter::new();
    for size in [shape.word, shape.hidden, shape.layers, shape.labels] {
        out.u32(size as u32);
    }
    for range in [&places.suffix, &places.whole, &places.form] {
        table(&mut out, &weights[range.clone()]);
    }

    floats(&mut out, &weights[places.state.clone()]);
    let h = shape.hidden;
    for (layer, pair) in places.layers.iter().enumerate() {
        for direction in pair {
            let mut matrix = |range: &Range<usize>, width: usize| {
                Matrix::write(&mut out, &transpose(&weights[range.clone()], width, 3 * h), width);
            };
            matrix(&direction.input, shape.width(layer));
            matrix(&direction.recurrent, h);
            floats(&mut out, &weights[direction.bias.clone()]);
            floats(&mut out, &weights[direction.inner.clone()]);
        }
    }
    Matrix::write(&mut out, &transpose(&weights[places.output.clone()], 2 * h, shape.labels), 2 * h);
    floats(&mut out, &weights[places.output_bias.clone()]);
    floats(&mut out, &weights[places.transitions.clone()]);
    out.finish()
}

fn floats(out: &mut ByteWriter, values: &[f32]) {
    values.iter().for_each(|v| out.f32(*v));
}

/// A table of embeddings with one unit for all: the rare weight beyond five deviations is cut.
fn table(out: &mut ByteWriter, weights: &[f32]) {
    let deviation = (weights.iter().map(|w| w * w).sum::<f32>() / weights.len().max(1) as f32).sqrt();
    let peak = weights.iter().fold(1e-9f32, |m, w| m.max(w.abs())).min(5.0 * deviation.max(1e-9));
    let unit = peak / 127.0;
    out.f32(unit);
    let bytes: Vec<u8> =
        weights.iter().map(|w| (w / unit).round().clamp(-127.0, 127.0) as i8 as u8).collect();
    out.put(&bytes);
}

#[cfg(test)]
mod tests {
    use super::super::{Example, Random, Shape, score};
    use super::*;
    use verbatim_nlp::model::ByteReader;
    use verbatim_nlp::neural::{Memo, Tagger, WordTable, form_features};

    #[test]
    fn the_runtime_agrees_with_the_trainer() {
        let words: Vec<(String, Vec<i8>)> = ["she", "said", "so"]
            .iter()
            .enumerate()
            .map(|(i, w)| ((*w).to_owned(), vec![i as i8 * 3 - 3; 48]))
            .collect();
        let table = WordTable::new(&words, vec![0.2; 48]).unwrap();
        for layers in [1, 2] {
            let places = Shape { word: 48, hidden: 16, layers, labels: 7 }.places();
            let weights = places.begin(&mut Random::new(5));
            let inputs = ["So", "she", "said", ",", "“", "Drovna"].iter().enumerate().map(|(i, w)| {
                verbatim_nlp::neural::TokenInput { form: form_features(w, &table), state: (i % 8) as u8 }
            });
            let example = Example { inputs: inputs.collect(), labels: vec![0; 6] };
            let wanted = score(&places, &weights, &table, &[&example]).remove(0);
            let bytes = quantise(&places, &weights);
            let tagger = Tagger::read(&mut ByteReader::new(&bytes)).unwrap();
            let given = tagger.emissions(&[&example.inputs], &table, &mut Memo::default());
            assert_eq!(wanted.len(), given.len());
            for (a, b) in wanted.iter().zip(&given) {
                assert!((a - b).abs() < 0.03, "{a} {b}");
            }
            assert!(
                (0..bytes.len())
                    .step_by(997)
                    .all(|cut| Tagger::read(&mut ByteReader::new(&bytes[..cut])).is_err())
            );
        }
    }
}
