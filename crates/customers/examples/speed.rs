use fashion_customers::orders::*;
use std::io::Read;
fn main() {
    let t = std::time::Instant::now();
    let classes: Vec<String> = (0..10).map(|i| format!("class {i}")).collect();
    let mut cat = Catalogue::new(10, 1);
    for p in 0..10000 {
        let mut v = [0.01; 10];
        v[p % 10] = 0.91;
        cat.add(KeyKind::Item, format!("SKU-{p}").as_bytes(), &v, false);
    }
    let mut book = Book::new(BookOptions::default(), Some(cat), classes);
    book.begin_file(false);
    let mut file = OrderFile::new(b',');
    let mut f = std::fs::File::open("/tmp/c21/big/orders.csv").unwrap();
    let mut buf = vec![0; 1 << 20];
    loop {
        let n = f.read(&mut buf).unwrap();
        if n == 0 {
            break;
        }
        let mut at = 0;
        while at < n {
            at += file.push(&buf[at..n], &mut book).unwrap();
            if let Some(first) = file.first_row() {
                let names = first.to_vec();
                let roles = [
                    Some(Role::Customer),
                    Some(Role::Time),
                    Some(Role::Item),
                    Some(Role::Quantity),
                    Some(Role::Amount),
                ];
                file.set_layout(Layout::new(names, &roles, false, vec![]));
            }
        }
    }
    assert!(file.finish(&mut book).unwrap());
    book.finish();
    println!("{:?} {:?}", t.elapsed(), book.counts());
}
