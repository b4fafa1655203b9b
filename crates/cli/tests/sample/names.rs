use crate::gold::{gold, is_name, sample};
use std::collections::{BTreeMap, BTreeSet};
use verbatim_corpus::link::Linker;

#[test]
fn one_entity_a_name_and_no_wrong_merge() {
    let mut linker = Linker::new();
    for read in sample() {
        linker.add(&read.article, &read.document);
    }
    let links = linker.links();
    let (mut whole, mut wrong) = (0, Vec::new());
    let mut homes: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (number, entity) in links.entities.iter().enumerate() {
        let mut bearers: BTreeSet<&str> = BTreeSet::new();
        for variant in &entity.variants {
            let bearer = gold().names.iter().find(|name| is_name(&name.name, &variant.text));
            bearers.extend(bearer.map(|name| name.name.as_str()));
        }
        for bearer in &bearers {
            homes.entry(bearer).or_default().insert(number);
        }
        if bearers.len() > 1 {
            wrong.push(bearers);
        }
    }
    for name in &gold().names {
        match homes.get(name.name.as_str()).map_or(0, BTreeSet::len) {
            1 => whole += 1,
            entities => println!("{} is {entities} entities", name.name),
        }
    }
    println!("names in one entity: {whole} of {}", gold().names.len());
    assert!(wrong.is_empty(), "joined: {wrong:?}");
    assert!(whole >= 15, "names in one entity: {whole} of {}", gold().names.len());
}
