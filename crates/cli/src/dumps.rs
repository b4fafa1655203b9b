//! What was joined across articles, a JSON object a line; `docs/dumps.md` has the fields.

use crate::index::Articles;
use crate::output;
use serde_json::json;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use verbatim_article::{ArticleId, OffsetMap, Span};
use verbatim_corpus::link::Links;
use verbatim_corpus::same_quote::{Quotes, Rendering, compare};
use verbatim_corpus::story::{Change, OriginEvidence, Stories, changes};
use verbatim_nlp::Quotation;

pub fn write(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let file =
        File::create(path).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush()
}

fn points(map: &OffsetMap<'_>, span: Span) -> [u32; 2] {
    [map.code_points(span.start), map.code_points(span.end)]
}

pub fn entities(out: &mut impl Write, articles: &Articles, links: &Links) -> io::Result<()> {
    let maps: HashMap<ArticleId, OffsetMap<'_>> =
        articles.rows.iter().map(|(id, (_, article, _))| (*id, OffsetMap::new(&article.text))).collect();
    for entity in &links.entities {
        let mut mentions = Vec::new();
        for (article, index) in &entity.occurrences {
            let (Some((id, _, document)), Some(map)) = (articles.rows.get(article), maps.get(article)) else {
                continue;
            };
            for mention in document.entities.get(index.0 as usize).map_or(&[][..], |e| e.mentions.as_slice())
            {
                mentions.push((id.as_str(), points(map, mention.span), mention.kind.name()));
            }
        }
        mentions.sort_unstable();
        let mentions: Vec<_> =
            mentions.iter().map(|(id, span, kind)| json!({"id": id, "span": span, "kind": kind})).collect();
        let evidence: Vec<_> = entity
            .variants
            .iter()
            .map(|v| json!({"text": v.text, "count": v.count, "because": v.because.text()}))
            .collect();
        let row = json!({
            "key": entity.key,
            "name": entity.name,
            "type": entity.kind.name(),
            "variants": entity.variants.iter().map(|v| &v.text).collect::<Vec<_>>(),
            "roles": entity.roles.iter().map(|(role, _)| role).collect::<Vec<_>>(),
            "evidence": evidence,
            "mentions": mentions,
        });
        output::write_line(out, &row)?;
    }
    Ok(())
}

pub fn suggestions(out: &mut impl Write, links: &Links) -> io::Result<()> {
    for suggestion in &links.suggestions {
        let (Some(entity), Some(other)) = (links.entity(suggestion.entity), links.entity(suggestion.other))
        else {
            continue;
        };
        let row = json!({
            "entity": entity.key, "name": entity.name,
            "other": other.key, "other_name": other.name,
            "because": suggestion.because.text(),
            "likelihood": f64::from(suggestion.likelihood) / 1000.0,
            "together": suggestion.together,
            "shared": suggestion.shared.iter().filter_map(|id| links.entity(*id)).map(|e| &e.name).collect::<Vec<_>>(),
        });
        output::write_line(out, &row)?;
    }
    Ok(())
}

pub fn stories(out: &mut impl Write, articles: &Articles, stories: &mut Stories) -> io::Result<()> {
    for story in stories.stories().iter().filter(|story| story.articles.len() > 1) {
        let ids: Vec<&str> = story.articles.iter().map(|&id| articles.id(id)).collect();
        let because = story.because.as_ref().map(|because| match because {
            OriginEvidence::Agency(_) => "agency",
            OriginEvidence::Earliest => "earliest",
            OriginEvidence::Fullest => "fullest",
        });
        let first = story.articles.first().and_then(|id| articles.rows.get(id));
        let reprint = |id: &ArticleId| {
            let ((_, a, x), (name, b, y)) = (first?, articles.rows.get(id)?);
            let (mut kept, mut changed, mut trimmed, mut added) = (0, 0, 0, 0);
            for change in changes((&a.text, &x.sentences), (&b.text, &y.sentences)) {
                match change {
                    Change::Kept(..) => kept += 1,
                    Change::Changed(..) => changed += 1,
                    Change::Trimmed(_) => trimmed += 1,
                    Change::Added(_) => added += 1,
                }
            }
            Some(json!({"id": name, "kept": kept, "changed": changed, "trimmed": trimmed, "added": added}))
        };
        let reprints: Vec<_> = story.articles.iter().skip(1).filter_map(reprint).collect();
        let origin = story.origin.map(|id| articles.id(id));
        output::write_line(
            out,
            &json!({"articles": ids, "origin": origin, "because": because, "reprints": reprints}),
        )?;
    }
    Ok(())
}

pub fn quotes(
    out: &mut impl Write,
    articles: &Articles,
    quotes: &mut Quotes,
    links: &Links,
) -> io::Result<()> {
    for group in quotes.groups(links) {
        let mut members = Vec::new();
        let mut first: Option<(&str, &Quotation)> = None;
        for at in &group.quotations {
            let Some((id, article, document)) = articles.rows.get(&at.article) else { continue };
            let Some(quotation) = document.quotations.get(at.number as usize) else { continue };
            let map = OffsetMap::new(&article.text);
            let content: Vec<_> = quotation.content.iter().map(|&span| points(&map, span)).collect();
            let source: Vec<&str> = quotation.source.iter().map(|span| span.of(&article.text)).collect();
            let rendering = first.map(|first| match compare(first, (&article.text, quotation)).rendering {
                Rendering::Exact => "exact",
                Rendering::Trimmed => "trimmed",
                Rendering::Reworded => "reworded",
            });
            first = first.or(Some((&article.text, quotation)));
            let speaker = quotation.speaker.and_then(|speaker| links.entity(links.of(at.article, speaker)?));
            members.push(json!({
                "id": id, "number": at.number, "content": content, "type": quotation.kind.name(),
                "verb": quotation.verb, "source": source.join(" … "), "rendering": rendering,
                "speaker_key": speaker.map(|entity| &entity.key),
            }));
        }
        let speaker = group.speaker.and_then(|id| links.entity(id));
        let row = json!({
            "speaker": speaker.map(|entity| &entity.name),
            "speaker_key": speaker.map(|entity| &entity.key),
            "quotations": members,
        });
        output::write_line(out, &row)?;
    }
    Ok(())
}
