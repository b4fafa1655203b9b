use super::Words;
use super::names::{Name, beginning, same_word};
use crate::coref::{Gender, of_given_name};
use crate::names::fold;
use crate::{Entity, EntityIndex, EntityType, Mention, MentionKind};
use rustc_hash::FxHashMap;
use verbatim_article::Span;

/// Bytes before a pronoun in which the one that it stands for is looked for.
const FAR: u32 = 4000;

/// Who and what is named, each once.
#[derive(Debug, Default)]
pub(super) struct People {
    entities: Vec<Entity>,
    /// The words of each one's fullest name, folded.
    words: Vec<Vec<String>>,
    genders: Vec<Gender>,
    /// Where each name begins, and whose it is.
    places: Vec<(u32, u32)>,
}

/// Names that are one: the same words, or a person's last name.
pub(super) fn group(words: Words, names: &[Name]) -> People {
    let mut people = People::default();
    // Fuller names first, so that a surname finds its bearer wherever that one is named in full.
    let mut order: Vec<&Name> = names.iter().collect();
    order.sort_by_key(|name| (std::cmp::Reverse(name.tokens.len()), name.span));
    // By what the last word of a name begins with.
    let mut alike: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for name in order {
        let parts: Vec<String> = name.tokens.clone().map(|at| fold(words.word(at))).collect();
        let same = |other: &[String]| {
            other.len() == parts.len() && other.iter().zip(&parts).all(|(a, b)| same_word(words, a, b))
        };
        let surname = |other: &[String]| {
            parts.len() == 1
                && name.kind == EntityType::Person
                && other.last().zip(parts.first()).is_some_and(|(a, b)| same_word(words, a, b))
        };
        let key = parts.last().map_or_else(String::new, |last| beginning(last));
        let near = alike.get(&key).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<usize> = near
            .iter()
            .copied()
            .filter(|&at| {
                people.words.get(at).is_some_and(|other| same(other) || surname(other))
                    && people.entities.get(at).is_some_and(|e| e.kind == name.kind)
            })
            .collect();
        let exact = fitting.iter().copied().find(|&at| people.words.get(at).is_some_and(|other| same(other)));
        // Two of one surname: it is neither's.
        let number = match (exact, fitting.as_slice()) {
            (Some(number), _) | (None, &[number]) => number,
            _ => {
                people.entities.push(Entity {
                    kind: name.kind,
                    name: name.span.of(words.text).to_owned(),
                    roles: Vec::new(),
                    mentions: Vec::new(),
                    date: None,
                });
                people.genders.push(match name.kind {
                    EntityType::Person if parts.len() > 1 => gender(words, name, &parts),
                    _ => Gender::default(),
                });
                people.words.push(parts);
                alike.entry(key).or_default().push(people.entities.len() - 1);
                people.entities.len() - 1
            }
        };
        if let Some(entity) = people.entities.get_mut(number) {
            entity.mentions.push(Mention { span: name.span, kind: MentionKind::Name });
            if let Some(role) = name.role.map(|role| role.of(words.text))
                && !entity.roles.iter().any(|known| known.eq_ignore_ascii_case(role))
            {
                entity.roles.push(role.to_owned());
            }
        }
    }
    people.in_order()
}

/// The gender of a person by the given name, else by the ending of a Slavic surname.
fn gender(words: Words, name: &Name, parts: &[String]) -> Gender {
    let given = of_given_name(words.word(name.tokens.start));
    let ending = |list: &[&str]| parts.last().is_some_and(|last| list.iter().any(|end| last.ends_with(end)));
    match given {
        Gender::Unknown if words.language.cases && ending(&["ska", "skaia", "skaya", "ova", "eva"]) => {
            Gender::Feminine
        }
        Gender::Unknown if words.language.cases && ending(&["ski", "skyi", "skii", "skiy", "ov", "ev"]) => {
            Gender::Masculine
        }
        given => given,
    }
}

impl People {
    /// Entities in the order of their first mention.
    fn in_order(mut self) -> Self {
        for entity in &mut self.entities {
            entity.mentions.sort_by_key(|mention| mention.span);
        }
        let mut order: Vec<usize> = (0..self.entities.len()).collect();
        order.sort_by_key(|&at| self.entities.get(at).and_then(|e| e.mentions.first()).map(|m| m.span));
        let mut sorted = Self::default();
        for at in order {
            let (Some(entity), Some(words), Some(gender)) =
                (self.entities.get_mut(at), self.words.get_mut(at), self.genders.get(at))
            else {
                continue;
            };
            sorted.entities.push(Entity {
                name: std::mem::take(&mut entity.name),
                roles: std::mem::take(&mut entity.roles),
                mentions: std::mem::take(&mut entity.mentions),
                ..entity.clone()
            });
            sorted.words.push(std::mem::take(words));
            sorted.genders.push(*gender);
        }
        for (entity, number) in sorted.entities.iter().zip(0..) {
            sorted.places.extend(entity.mentions.iter().map(|mention| (mention.span.start, number)));
        }
        sorted.places.sort_unstable();
        sorted
    }

    /// Who is named at a place.
    pub fn named(&self, span: Span) -> Option<EntityIndex> {
        let place = self.places.binary_search_by_key(&span.start, |place| place.0).ok()?;
        self.places.get(place).map(|(_, number)| EntityIndex(*number))
    }

    /// The one person that a description answers to: "die Ministerin".
    pub fn described(&self, word: &str) -> Option<EntityIndex> {
        let word = word.to_lowercase();
        let mut fitting = self.entities.iter().enumerate().filter(|(_, entity)| {
            entity.roles.iter().any(|role| role.to_lowercase().split_whitespace().any(|part| part == word))
        });
        match (fitting.next(), fitting.next()) {
            (Some((at, _)), None) => Some(EntityIndex(at as u32)),
            _ => None,
        }
    }

    /// The person that a pronoun at `place` stands for: the only one of that gender that the text
    /// names from `from` on, or who of them spoke last. Else the text does not say.
    pub fn meant(
        &self,
        gender: Gender,
        from: u32,
        place: u32,
        last: Option<EntityIndex>,
    ) -> Option<EntityIndex> {
        let from = from.max(place.saturating_sub(FAR));
        let begin = self.places.partition_point(|(start, _)| *start < from);
        let end = self.places.partition_point(|(start, _)| *start < place);
        let fits = |number: &u32| {
            let at = *number as usize;
            self.entities.get(at).is_some_and(|entity| entity.kind == EntityType::Person)
                && self.genders.get(at).is_some_and(|known| known.agrees(gender))
        };
        let near = self.places.get(begin..end).unwrap_or(&[]);
        let mut fitting: Vec<u32> = near.iter().map(|(_, number)| *number).filter(fits).collect();
        fitting.sort_unstable();
        fitting.dedup();
        match fitting.as_slice() {
            [] => None,
            [one] => Some(EntityIndex(*one)),
            several => last.filter(|last| several.contains(&last.0)),
        }
    }

    /// Adds a mention that is no name.
    pub fn mention(&mut self, who: EntityIndex, span: Span, kind: MentionKind) {
        if let Some(entity) = self.entities.get_mut(who.0 as usize) {
            let place = entity.mentions.partition_point(|mention| mention.span < span);
            if entity.mentions.get(place).is_none_or(|mention| mention.span != span) {
                entity.mentions.insert(place, Mention { span, kind });
            }
        }
    }

    pub fn into_entities(self) -> Vec<Entity> {
        self.entities
    }
}
