/// Whole lines of pages: buttons, counters, headings of link lists. Compared in lower case,
/// without punctuation around them.
const LINES: &[&str] = &[
    "share",
    "share this",
    "share this article",
    "share this story",
    "share this page",
    "share this post",
    "share on",
    "share on facebook",
    "share on twitter",
    "share on whatsapp",
    "share on linkedin",
    "share via email",
    "share article",
    "share story",
    "tweet",
    "tweet this",
    "pin",
    "pin it",
    "email",
    "e-mail",
    "email this",
    "email this article",
    "print",
    "print this article",
    "print this page",
    "print article",
    "whatsapp",
    "facebook",
    "twitter",
    "linkedin",
    "reddit",
    "telegram",
    "messenger",
    "pinterest",
    "instagram",
    "copy link",
    "link copied",
    "copy",
    "save",
    "save article",
    "save this article",
    "bookmark",
    "like",
    "like this",
    "loading",
    "loading...",
    "comment",
    "comments",
    "0 comments",
    "no comments",
    "add comment",
    "add a comment",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "view comments",
    "show comments",
    "join the conversation",
    "comments are closed",
    "comments closed",
    "comments are disabled",
    "advertisement",
    "advertisements",
    "advertising",
    "ad",
    "ads",
    "sponsored",
    "sponsored content",
    "promoted",
    "promoted content",
    "paid content",
    "story continues below advertisement",
    "story continues below",
    "continue reading below",
    "continue reading",
    "article continues below",
    "article continues after ad",
    "article continues below advertisement",
    "scroll to continue",
    "skip to content",
    "skip to main content",
    "skip advertisement",
    "read more",
    "read more here",
    "read also",
    "also read",
    "see also",
    "more",
    "see more",
    "show more",
    "load more",
    "view more",
    "read full article",
    "read the full story",
    "full story",
    "related",
    "related articles",
    "related stories",
    "related news",
    "related content",
    "related topics",
    "related posts",
    "related coverage",
    "related links",
    "you may also like",
    "you might also like",
    "you may like",
    "may interest you",
    "recommended",
    "recommended for you",
    "recommended stories",
    "recommended articles",
    "more stories",
    "more news",
    "more on this",
    "more on this story",
    "more from this section",
    "more to read",
    "more like this",
    "most read",
    "most popular",
    "most viewed",
    "trending",
    "trending now",
    "top stories",
    "latest news",
    "latest stories",
    "popular",
    "editors' picks",
    "editor's picks",
    "don't miss",
    "what to read next",
    "up next",
    "next article",
    "previous article",
    "next",
    "previous",
    "back to top",
    "go to top",
    "home",
    "menu",
    "search",
    "close",
    "subscribe",
    "subscribe now",
    "subscribe to our newsletter",
    "sign up",
    "sign in",
    "log in",
    "login",
    "register",
    "sign up for our newsletter",
    "newsletter",
    "newsletters",
    "follow us",
    "follow",
    "follow us on",
    "get the app",
    "download our app",
    "listen",
    "listen to this article",
    "listen to article",
    "play",
    "watch",
    "video",
    "watch live",
    "tags",
    "topics",
    "filed under",
    "about the author",
    "source links",
    "copyright",
    "all rights reserved",
    "report a typo",
    "report an error",
    "click here",
    "accept",
    "accept all",
    "accept cookies",
    "cookie settings",
    "privacy policy",
    "terms of use",
    "terms and conditions",
    "contact us",
    "about us",
    "gift this article",
    "give this article",
    "view gallery",
    "open gallery",
    "view image in fullscreen",
    "enlarge image",
    "hide caption",
    "toggle caption",
    "ends",
    "end",
    "paylaş",
    "yorum yap",
    "reklam",
    "teilen",
    "drucken",
    "anzeige",
    "werbung",
    "kommentare",
    "mehr zum thema",
    "partager",
    "imprimer",
    "publicité",
    "commentaires",
    "lire aussi",
    "compartir",
    "publicidad",
    "comentarios",
    "condividi",
    "pubblicità",
    "commenti",
    "deel",
    "advertentie",
    "reacties",
];

/// Openings of lines that belong to the page when the whole line is short.
const OPENINGS: &[&str] = &[
    "read more:",
    "read more about",
    "read also:",
    "also read:",
    "also read |",
    "read:",
    "read next:",
    "read |",
    "see also:",
    "related:",
    "related story:",
    "related article:",
    "related stories:",
    "related articles:",
    "related news:",
    "more:",
    "more on this:",
    "watch:",
    "watch |",
    "video:",
    "listen:",
    "don't miss:",
    "recommended:",
    "recommended reading:",
    "must read:",
    "you may also like:",
    "you might also like:",
    "tags:",
    "topics:",
    "filed under:",
    "share this:",
    "share this article:",
    "share this story:",
    "share on:",
    "like this:",
    "follow us on",
    "follow us:",
    "follow @",
    "subscribe to",
    "sign up for",
    "sign up to",
    "sign in to",
    "log in to",
    "join our",
    "join us on",
    "click here",
    "click to",
    "download the",
    "download our",
    "get the latest",
    "get our",
    "get breaking news",
    "this website uses cookies",
    "this site uses cookies",
    "we use cookies",
    "by continuing to",
    "by using this site",
    "by signing up",
    "by clicking",
    "all rights reserved",
    "copyright ©",
    "copyright 20",
    "copyright 19",
    "©",
    "(c) 20",
    "published in",
    "for more news",
    "for the latest",
    "for all the latest",
    "(reporting by",
    "reporting by",
    "(editing by",
    "editing by",
    "(writing by",
    "additional reporting by",
    "writing by",
    "(additional reporting",
    "our standards:",
    "photo gallery",
    "this article was originally published",
    "this story was originally published",
    "this article originally appeared",
    "this material may not be published",
    "may not be reproduced",
    "no part of this",
    "to read the full",
    "to continue reading",
    "this document is subject to copyright",
    "view this post on",
    "a post shared by",
    "ein beitrag geteilt von",
    "une publication partagée par",
    "una publicación compartida",
    "uma publicação compartilhada",
    "uma publicação partilhada",
    "un post condiviso da",
    "een bericht gedeeld door",
    "instagram'da bu gönderiyi gör",
    "subscribe to continue",
    "already a subscriber",
    "already have an account",
    "your email address",
    "required fields are marked",
    "save my name, email",
    "notify me of",
    "this article is for subscribers",
    "support our journalism",
    "enter your email",
    "thank you for subscribing",
    "please enter a valid",
    "lire aussi",
    "à lire aussi",
    "lesen sie auch",
    "lea también",
    "leia também",
    "leggi anche",
    "lees ook",
    "ayrıca okuyun",
    "читайте также",
    "материалы по теме",
    "leave a comment",
    "comments (",
    "story continues",
    "article continues",
    "allow notifications",
    "turn on notifications",
    "have something to say",
    "contact the author",
    "email the author",
    "do you have a story",
    "got a news tip",
    "have a tip",
    "not a subscriber",
];

/// Words that a sign-up, cookie or copyright notice has wherever it stands in the line.
const WITHIN: &[&str] = &[
    "sign up for our",
    "subscribe to our",
    "our newsletter",
    "newsletter and",
    "uses cookies",
    "use cookies",
    "cookie policy",
    "privacy policy",
    "terms of service",
    "terms of use",
    "all rights reserved",
    "click here to",
    "download our app",
    "follow us on",
    "whatsapp channel",
    "telegram channel",
    "your inbox",
    "ad blocker",
    "adblocker",
    "javascript is disabled",
    "enable javascript",
    "our youtube channel",
    "opt out of",
    "already a subscriber",
];

/// Longest line that can be told by its opening or by words within it, in bytes.
const LONGEST: usize = 320;

/// Whether a paragraph belongs to the page and not to the article.
pub(crate) fn is_boilerplate(unit: &str) -> bool {
    let unit = unit.trim();
    if unit.len() > LONGEST {
        return false;
    }
    if !unit.chars().any(char::is_alphanumeric) {
        return true;
    }
    let lower = lower(unit);
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() <= 60 && (LINES.contains(&bare) || counter(bare)) {
        return true;
    }
    let openers = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let first = openers.as_bytes().first();
    if OPENINGS.iter().any(|o| o.as_bytes().first() == first && openers.starts_with(o)) {
        return !speaks(unit);
    }
    has_phrase(&lower) && !speaks(unit)
}

/// Whether one of the phrases begins at a word of the line. One walk over the words: looking for
/// each phrase in turn took a tenth of all reading.
fn has_phrase(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let mut within = false;
    bytes.iter().enumerate().any(|(at, byte)| {
        let begins = !within;
        within = byte.is_ascii_alphanumeric();
        begins
            && within
            && bytes.get(at..at + 4).is_some_and(may_begin)
            && WITHIN.iter().any(|w| bytes.get(at..).is_some_and(|rest| rest.starts_with(w.as_bytes())))
    })
}

/// Whether four bytes begin one of the phrases; a comparison of numbers, no search.
fn may_begin(four: &[u8]) -> bool {
    matches!(
        four,
        b"sign"
            | b"subs"
            | b"our "
            | b"news"
            | b"uses"
            | b"use "
            | b"cook"
            | b"priv"
            | b"term"
            | b"all "
            | b"clic"
            | b"down"
            | b"foll"
            | b"what"
            | b"tele"
            | b"your"
            | b"ad b"
            | b"adbl"
            | b"java"
            | b"enab"
            | b"opt "
            | b"alre"
    )
}

/// Lower case with plain apostrophes; most of a text is ASCII, which needs no table.
fn lower(unit: &str) -> String {
    if unit.is_ascii() {
        return unit.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(unit.len());
    let mut rest = unit;
    while let Some(at) = rest.bytes().position(|b| !b.is_ascii()) {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = from.chars();
        match chars.next() {
            Some('’') => out.push('\''),
            Some(c) if c.is_alphabetic() => out.extend(c.to_lowercase()),
            Some(c) => out.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.make_ascii_lowercase();
    out
}

/// "12 comments", "3 shares", "5 min read", "1,204 views".
fn counter(bare: &str) -> bool {
    let mut words = bare.split_whitespace();
    let Some(first) = words.next() else { return false };
    let number = first.trim_end_matches(['+', 'k', 'm']);
    let figures = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let rest: Vec<&str> = words.collect();
    figures
        && matches!(
            rest.as_slice(),
            ["comment"
                | "comments"
                | "share"
                | "shares"
                | "view"
                | "views"
                | "likes"
                | "like"
                | "reactions"
                | "replies"]
                | ["min" | "mins" | "minute" | "minutes", "read"]
                | ["min" | "minute", "read", ..]
        )
}

/// Someone is quoted: then the words are the article's.
fn speaks(unit: &str) -> bool {
    unit.contains(['“', '”', '"', '«']) || unit.contains(" said ") || unit.ends_with(" said.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_by_their_beginnings() {
        for phrase in WITHIN {
            assert!(phrase.as_bytes().get(..4).is_some_and(may_begin), "{phrase}");
            assert!(has_phrase(&format!("“{phrase} now")), "{phrase}");
        }
        assert!(!has_phrase("they refuse cookies"));
        assert_eq!(lower("ÉTÉ’s “Share” İ"), "été's “share” i\u{307}");
    }

    #[test]
    fn page_words() {
        for unit in [
            "Share",
            "ADVERTISEMENT",
            "Comments are closed.",
            "Read more: Ferry to sail again",
            "* * *",
            "12 Comments",
            "3 min read",
            "Sign up for our newsletter and get the news every morning",
            "We use cookies to improve this site.",
            "© 2022 The Orvik Courier. All rights reserved.",
            "(Reporting by Jon Berg; editing by Ida Kvam)",
            "Lire aussi : le bac",
        ] {
            assert!(is_boilerplate(unit), "{unit}");
        }
        for unit in [
            "The ferry sails again.",
            "“We use cookies,” the baker said.",
            "Share prices fell on Monday.",
            "More than 300 people came.",
            "Next week the council meets again.",
            "Print runs were cut, the publisher said.",
            "Video footage showed the ferry leaving.",
            "Read aloud, the letter took an hour.",
        ] {
            assert!(!is_boilerplate(unit), "{unit}");
        }
    }
}
