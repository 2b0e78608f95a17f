//! Sizes beyond the limits of photos are refused in the header.

use fashion_data::DataError;
use fashion_data::photo::Photo;

#[track_caller]
pub fn refused(result: Result<Photo, DataError>, code: &str, part: &str) {
    let error = result.expect_err("it is wrong");
    assert_eq!(error.code, code, "{}", error.message);
    assert!(error.message.contains(part), "{}", error.message);
}

/// A PNG that declares a size and has no pixels; `colour` is 0 (grey), 2 (colours) or 6 (with transparency).
fn header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    file.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    file.extend([depth, colour, 0, 0, 0]);
    let crc = crc32(&file[12..]);
    file.extend(crc.to_be_bytes());
    file.extend(b"\0\0\0\x01IDAT\x78");
    let crc = crc32(b"IDAT\x78");
    file.extend(crc.to_be_bytes());
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            let next = crc >> 1;
            if crc & 1 == 1 {
                next ^ 0xedb8_8320
            } else {
                next
            }
        })
    })
}

#[test]
fn sides_and_pixels_beyond_the_limits_are_refused_before_memory_is_taken() {
    for (width, height) in [(10_241, 1), (1, 10_241), (30_000, 30_000)] {
        let part = format!("is {height}×{width} pixels (height × width), the limit is 10240×10240");
        let result = Photo::decode(&header(width, height, 8, 2), 0);
        refused(result, "IMAGE_TOO_LARGE", &part);
    }
    // One row more than 192 MiB; of transparent pixels of 16 bits fewer are enough.
    for (height, depth, colour) in [(6554, 8, 2), (2458, 16, 6)] {
        let result = Photo::decode(&header(10_240, height, depth, colour), 0);
        refused(result, "IMAGE_TOO_LARGE", "more than 192 MB");
        // Within the limit, so many pixels are more than a file of no pixels can hold.
        let result = Photo::decode(&header(10_240, height - 1, depth, colour), 0);
        refused(result, "IMAGE_INVALID", "more than they can hold");
    }
}

#[test]
fn what_is_no_pixel_has_the_limit_of_photos_in_its_message() {
    // A text of 9 MB, which no reader of pixels wants.
    let mut file = header(8, 8, 8, 2);
    let idat = file.split_off(33);
    let text = [&b"tEXta\0"[..], &vec![b'x'; 9 << 20]].concat();
    file.extend((text.len() as u32 - 4).to_be_bytes());
    file.extend(&text);
    file.extend(crc32(&text).to_be_bytes());
    file.extend(idat);
    refused(
        Photo::decode(&file, 0),
        "IMAGE_TOO_LARGE",
        "192 MB to decode, or 8 MB",
    );
}
