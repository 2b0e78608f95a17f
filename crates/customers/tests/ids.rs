//! Ids: each text has one number, whatever its length, however many there are.

use fashion_customers::text::Ids;

/// Texts of all lengths up to 40, many of which have the first and last eight bytes of another.
fn texts() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for length in 1..=40 {
        for middle in 0..50_u8 {
            let mut text = vec![b'a'; length];
            text[length / 2] = b'0' + middle;
            all.push(text);
        }
    }
    all.sort();
    all.dedup();
    all
}

#[test]
fn numbers_texts_in_the_order_in_which_they_come() {
    let all = texts();
    let mut ids = Ids::new(7);
    for (number, text) in (0_u32..).zip(&all) {
        assert_eq!(ids.insert(text), Some((number, true)));
        assert_eq!(ids.insert(text), Some((number, false)));
    }
    assert_eq!(ids.len(), all.len());
    for (number, text) in (0_u32..).zip(&all) {
        assert_eq!(ids.find(text), Some(number));
        assert_eq!(ids.get(number), text);
        assert_eq!(ids.insert_text(text), Ok((number, false)));
    }
    assert_eq!(ids.find(b"b"), None);
    assert!(ids.insert_text(&[0xff]).is_err());
    assert_eq!(ids.len(), all.len());
}

#[test]
fn looks_for_many_at_once() {
    let all = texts();
    let mut ids = Ids::new(7);
    for text in all.iter().step_by(2) {
        ids.insert(text);
    }
    for some in all.as_chunks::<8>().0 {
        let names = some.each_ref().map(Vec::as_slice);
        assert_eq!(ids.find_all(&names), names.map(|name| ids.find(name)));
    }
    ids.insert(b"");
    assert_eq!(ids.find_all(&[b"", b"b"]), [None, None]);
}

#[test]
fn forgets_all() {
    let mut ids = Ids::new(7);
    for text in texts() {
        ids.insert(&text);
    }
    ids.clear();
    assert!(ids.is_empty());
    assert_eq!(ids.find(b"a"), None);
    assert_eq!(ids.insert(b"a"), Some((0, true)));
}
