use crate::Edge;

const ROUNDS: u32 = 150;

/// Rounds in which overlapping nodes are moved apart.
const SEPARATING: u32 = 60;

/// Width and height of the picture.
const SIDE: f32 = 1000.0;

/// Places for the nodes of a network, each coordinate from 0 to 1000: tied nodes near one another, all
/// others apart (Fruchterman and Reingold 1991). The start is a sunflower, the most frequent in the
/// middle, so the same network is always drawn the same way.
pub(super) fn layout(nodes: usize, edges: &[Edge]) -> Vec<(u16, u16)> {
    let mut places: Vec<(f32, f32)> = Vec::with_capacity(nodes);
    // The golden angle, stepped by rotation: sines differ between machines.
    let (cos, sin) = (-0.737_368_9_f32, 0.675_490_3_f32);
    let (mut x, mut y) = (1.0f32, 0.0f32);
    for node in 0..nodes {
        let radius = (node as f32 / nodes.max(1) as f32).sqrt() * 0.5;
        places.push((x * radius, y * radius));
        (x, y) = (x * cos - y * sin, x * sin + y * cos);
    }
    let ideal = (1.0 / nodes.max(1) as f32).sqrt() * 0.9;
    let strongest = edges.iter().map(|edge| edge.count).max().unwrap_or(1) as f32;
    for round in 0..ROUNDS {
        let mut moves = vec![(0.0f32, 0.0f32); nodes];
        for (a, &(ax, ay)) in places.iter().enumerate() {
            for (b, &(bx, by)) in places.iter().enumerate().skip(a + 1) {
                let (dx, dy) = (ax - bx, ay - by);
                let square = (dx * dx + dy * dy).max(1e-6);
                let push = ideal * ideal / square;
                nudge(&mut moves, a, (dx * push, dy * push));
                nudge(&mut moves, b, (-dx * push, -dy * push));
            }
        }
        for edge in edges {
            let (a, b) = (edge.from as usize, edge.to as usize);
            let (Some(&(ax, ay)), Some(&(bx, by))) = (places.get(a), places.get(b)) else { continue };
            let (dx, dy) = (ax - bx, ay - by);
            let distance = (dx * dx + dy * dy).sqrt();
            let pull = distance / ideal * (0.2 + 0.8 * (edge.count as f32 / strongest).sqrt());
            nudge(&mut moves, a, (-dx * pull, -dy * pull));
            nudge(&mut moves, b, (dx * pull, dy * pull));
        }
        let heat = 0.08 * (1.0 - round as f32 / ROUNDS as f32);
        for (place, (mx, my)) in places.iter_mut().zip(moves) {
            // A pull to the middle keeps loose nodes from driving the tied ones into a clump.
            let (mx, my) = (mx - place.0 * 0.6, my - place.1 * 0.6);
            let length = (mx * mx + my * my).sqrt().max(1e-9);
            let step = length.min(heat) / length;
            place.0 += mx * step;
            place.1 += my * step;
        }
    }
    let bounds = |axis: fn(&(f32, f32)) -> f32| {
        let low = places.iter().map(axis).fold(f32::INFINITY, f32::min);
        let high = places.iter().map(axis).fold(f32::NEG_INFINITY, f32::max);
        (low, (high - low).max(1e-6))
    };
    let ((left, width), (top, height)) = (bounds(|p| p.0), bounds(|p| p.1));
    if nodes == 1 {
        return vec![(500, 500)];
    }
    for place in &mut places {
        *place = ((place.0 - left) / width * SIDE, (place.1 - top) / height * SIDE);
    }
    separate(&mut places);
    places.iter().map(|(x, y)| (x.round() as u16, y.round() as u16)).collect()
}

/// Moves nodes that would cover one another apart, as little as possible: names must stay legible.
fn separate(places: &mut [(f32, f32)]) {
    let apart = SIDE * 0.8 / (places.len().max(1) as f32).sqrt();
    for _ in 0..SEPARATING {
        for b in 1..places.len() {
            let (before, rest) = places.split_at_mut(b);
            let Some(right) = rest.first_mut() else { continue };
            for left in before {
                let (dx, dy) = (right.0 - left.0, right.1 - left.1);
                let distance = (dx * dx + dy * dy).sqrt();
                if distance >= apart {
                    continue;
                }
                // Nodes in one place part sideways.
                let (ux, uy) = if distance > 1e-3 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                let by = (apart - distance) * 0.25;
                *left = inside(left.0 - ux * by, left.1 - uy * by);
                *right = inside(right.0 + ux * by, right.1 + uy * by);
            }
        }
    }
}

fn inside(x: f32, y: f32) -> (f32, f32) {
    (x.clamp(0.0, SIDE), y.clamp(0.0, SIDE))
}

fn nudge(moves: &mut [(f32, f32)], node: usize, by: (f32, f32)) {
    if let Some(sum) = moves.get_mut(node) {
        sum.0 += by.0;
        sum.1 += by.1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_covers_anybody() {
        // One talker whom twenty-five others answer, and four who speak to nobody.
        let edges: Vec<Edge> = (1..26).map(|from| Edge { from, to: 0, count: 1 + from % 4 }).collect();
        let places = layout(30, &edges);
        for (a, left) in places.iter().enumerate() {
            for right in &places[a + 1..] {
                let d = |a: u16, b: u16| f64::from(a) - f64::from(b);
                assert!(d(left.0, right.0).hypot(d(left.1, right.1)) > 60.0, "{places:?}");
            }
        }
    }

    #[test]
    fn tied_nodes_are_nearer() {
        let edge = |from, to| Edge { from, to, count: 5 };
        let edges = [edge(0, 1), edge(1, 2), edge(2, 0), edge(3, 4), edge(4, 5), edge(5, 3)];
        let places = layout(6, &edges);
        let distance = |a: usize, b: usize| {
            let d = |a: u16, b: u16| f64::from(a) - f64::from(b);
            d(places[a].0, places[b].0).hypot(d(places[a].1, places[b].1))
        };
        for (a, b, far) in [(0, 1, 4), (1, 2, 3), (3, 4, 0), (4, 5, 2)] {
            assert!(distance(a, b) < distance(a, far), "{places:?}");
        }
        assert_eq!(layout(6, &edges), places);
        assert_eq!(layout(1, &[]), [(500, 500)]);
        assert!(layout(0, &[]).is_empty());
    }
}
