//! Closed classes of words that coreference looks at.

/// Prepositions that take a noun phrase out of the run for subject.
pub(super) const PREPOSITIONS: &[&str] = &[
    "about", "above", "across", "after", "against", "along", "among", "around", "as", "at", "before",
    "behind", "beside", "between", "beyond", "by", "despite", "down", "during", "for", "from", "in",
    "inside", "into", "like", "near", "of", "off", "on", "onto", "out", "outside", "over", "past", "per",
    "since", "than", "through", "to", "toward", "towards", "under", "until", "upon", "via", "with", "within",
    "without",
];

/// Auxiliaries and the commonest verbs: what follows a subject.
pub(super) const AUXILIARIES: &[&str] = &[
    "is", "was", "are", "were", "be", "been", "has", "had", "have", "will", "would", "can", "could", "may",
    "might", "must", "shall", "should", "does", "did", "do", "'s", "’s", "'d", "’d", "'ll", "’ll", "wo",
    "ca",
];

/// Words that open a clause of their own.
pub(crate) const CLAUSE: &[&str] = &[
    "that", "who", "which", "when", "while", "where", "because", "if", "although", "though", "since",
    "after", "before", "until", "as", "and", "but", "or", "so", ";", ":", "—", "–", "whose", "whom", "once",
    "whether",
];

/// Determiners that may begin a description.
pub(super) const DETERMINERS: &[&str] =
    &["the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your"];

/// Function words after which no noun of their phrase follows.
pub(super) const AFTER_OBJECT: &[&str] = &[
    "and", "or", "but", "to", "in", "on", "at", "by", "for", "from", "with", "of", "as", "that", "who",
    "when", "while", "because", "after", "before", "into", "over", "about", "was", "is", "had", "has",
    "were", "a", "an", "the", "this", "his", "him", "it", "not", "if", "than", "through", "during",
    "against", "out", "up", "off", "down", "away", "back", "again", "too", "there", "which", "where",
    "until", "since", "without", "under",
];
