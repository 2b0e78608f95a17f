//! What goes through as it is: an image of the data set's own form.

use crate::samples::{photo, photo_of_shirt, shirt};
use fashion_data::photo::square::SIDE;
use fashion_data::photo::{Photo, has_data_set_form, has_data_set_size};

#[test]
fn the_data_sets_own_form_is_told_from_others() {
    let grey = |image: &[u8]| photo(SIDE, SIDE, |x, y| [image[y * SIDE + x]; 3]);
    let own = grey(&shirt(200));
    assert!(has_data_set_size(&own) && has_data_set_form(&own));
    assert!(!has_data_set_form(&own.inverted()), "garment dark on light");
    let mut coloured = own.clone();
    coloured.bytes[300] ^= 1;
    assert!(!has_data_set_form(&coloured));
    let clear = Photo {
        alpha: Some(vec![9; SIDE * SIDE]),
        ..own
    };
    assert!(!has_data_set_form(&clear));
    assert!(!has_data_set_form(&grey(&[200; SIDE * SIDE])));
    assert!(!has_data_set_size(&photo_of_shirt(1)));
}
