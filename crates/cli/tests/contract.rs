//! The command line as strangers use it: formats, exit codes, broken pipes, bad lines.

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn verbatim(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    let feed = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("it ends");
    feed.join().expect("fed");
    output
}

fn rows(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect()
}

#[test]
fn parse_writes_the_contract_and_reports_what_it_could_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("b.txt"), "Ferry line to reopen\n\nThe harbour office said “on Monday”.\n").unwrap();
    std::fs::write(path("a.txt"), "Çelen bridge closes\n\nThe bridge closes tonight.\n").unwrap();
    std::fs::write(path("empty.txt"), "").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let report = elsewhere.path().join("report.ndjson");
    let root = folder.path().to_str().unwrap();
    let before = verbatim(&["parse", root], b"");
    let output = verbatim(&["parse", root, "--report", report.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1), "one file could not be read");
    assert_eq!(before.stdout, output.stdout, "the same bytes give the same lines");

    let rows = rows(&output);
    let files: Vec<&str> = rows.iter().filter_map(|r| r["file"].as_str()).collect();
    assert_eq!(files.len(), 2);
    assert!(files[0].ends_with("a.txt") && files[1].ends_with("b.txt"), "{files:?}");
    for row in &rows {
        assert_eq!(row["schema"], 1);
        let text: Vec<char> = row["text"].as_str().unwrap().chars().collect();
        let mut at = 0;
        for block in row["blocks"].as_array().unwrap() {
            assert_eq!(block["span"][0].as_u64().unwrap() as usize, at, "blocks tile the text");
            at = block["span"][1].as_u64().unwrap() as usize;
        }
        assert_eq!(at, text.len(), "blocks tile the text, in code points");
    }
    let report = std::fs::read_to_string(report).unwrap();
    let problem: Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert!(problem["file"].as_str().unwrap().ends_with("empty.txt"));
    assert_eq!(report.lines().count(), 1);
}

#[test]
fn an_article_saved_twice_is_one_line_with_both_origins() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["first.txt", "second.txt"] {
        std::fs::write(folder.path().join(name), "Ice on the Kelm\n\nThe river froze on 3 March 2024.\n")
            .unwrap();
    }
    let output = verbatim(&["parse", folder.path().to_str().unwrap()], b"");
    let rows = rows(&output);
    assert_eq!(rows.len(), 1);
    assert!(rows[0]["file"].as_str().unwrap().ends_with("first.txt"));
    assert!(rows[0]["also"][0]["file"].as_str().unwrap().ends_with("second.txt"));
}

#[test]
fn annotate_keeps_order_and_survives_bad_lines() {
    let input = concat!(
        "{\"id\":\"one\",\"text\":\"Mara Velin said: \\u201cİki 👍 days.\\u201d\"}\n",
        "not json\n",
        "\n",
        "{\"text\":\"no id\"}\n",
        "{\"id\":7}\n",
        "{\"id\":\"last\",\"text\":\"\"}\n"
    );
    let output = verbatim(&["annotate"], input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let rows = rows(&output);
    let ids: Vec<&Value> = rows.iter().map(|r| &r["id"]).collect();
    assert_eq!(ids, [&Value::from("one"), &Value::Null, &Value::Null, &Value::from(7), &Value::from("last")]);
    let failed: Vec<bool> = rows.iter().map(|r| r["error"].is_string()).collect();
    assert_eq!(failed, [false, true, true, true, false]);
    let good = verbatim(&["annotate", "--jobs", "1"], input.lines().next().unwrap().as_bytes());
    assert_eq!(good.status.code(), Some(0));
    assert!(
        output.stdout.starts_with(&good.stdout),
        "lines are independent of their neighbours and of --jobs"
    );
}

#[test]
fn bytes_that_are_not_utf8_cost_one_line() {
    let output =
        verbatim(&["annotate"], b"{\"id\":\"a\",\"text\":\"\xff\"}\n{\"id\":\"b\",\"text\":\"fine\"}\n");
    let rows = rows(&output);
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["error"].is_string());
    assert_eq!(rows[1]["id"], "b");
}

#[test]
fn usage_errors_end_with_two() {
    for arguments in [&["parse"][..], &["annotate", "--nonsense"], &["nonsense"], &[]] {
        assert_eq!(verbatim(arguments, b"").status.code(), Some(2), "{arguments:?}");
    }
    let output = verbatim(&["annotate", "--model", "no such file"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no such file"));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let line = format!("{{\"id\":\"x\",\"text\":\"{}\"}}\n", "words and words. ".repeat(1000));
    let mut child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .arg("annotate")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..2000 {
        if stdin.write_all(line.as_bytes()).is_err() {
            break;
        }
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_reader_extends_the_verbs_that_report() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("verbs.txt");
    std::fs::write(&list, "[deny speech]\npooh-pooh\nharrumph\n[nonsense]\n").unwrap();
    let line = "{\"id\":1,\"text\":\"“It was never in danger,” harrumphed Ada Lemm.\"}\n";
    let plain = rows(&verbatim(&["annotate"], line.as_bytes()));
    assert_ne!(plain[0]["quotations"][0]["verb"], "harrumph");
    let output = verbatim(&["annotate", "--verbs", list.to_str().unwrap()], line.as_bytes());
    // The section that does not exist is told of.
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains(":4: not understood: [nonsense]"));
    let quotation = &rows(&output)[0]["quotations"][0];
    assert_eq!((&quotation["verb"], &quotation["family"]), (&"harrumph".into(), &"deny".into()));
    assert_eq!(quotation["tense"], "past");
    // The same for a corpus.
    let corpus = folder.path().join("c.vbt");
    let arguments = ["index", "--verbs", list.to_str().unwrap(), "-o", corpus.to_str().unwrap()];
    assert_eq!(verbatim(&arguments, line.as_bytes()).status.code(), Some(1));
    let found = rows(&verbatim(&["query", corpus.to_str().unwrap(), "verbfamily:deny"], b""));
    assert_eq!(found.len(), 1);
}
