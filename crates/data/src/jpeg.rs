//! The segments of a JPEG file, between which decoders find their way: whether the file has its end, and how its colours are kept.
//!
//! Source: ITU-T T.81, annex B; for the colours JFIF 1.02, and Adobe's technical note 5116 ("APP14").

use crate::DataError;

const START_OF_SCAN: u8 = 0xda;
const END: u8 = 0xd9;
const ADOBE: u8 = 0xee;

/// A marker and the bytes of its segment, none for a marker without one.
struct Segment<'a> {
    marker: u8,
    bytes: &'a [u8],
}

/// Goes from segment to segment, and past the codes of each scan; what a camera appends behind the end may hold any bytes.
struct Segments<'a> {
    file: &'a [u8],
    at: usize,
    /// Whether the codes of a scan come next.
    in_scan: bool,
}

/// How the walk ended.
enum Stop {
    /// Here the file ends.
    CutShort,
    /// No JPEG any more: the decoder says what is wrong.
    Unknown,
}

impl<'a> Segments<'a> {
    fn of(file: &'a [u8]) -> Self {
        Self {
            file,
            at: 2,
            in_scan: false,
        }
    }

    fn next(&mut self) -> Result<Segment<'a>, Stop> {
        if self.in_scan {
            self.at += scan_length(self.file.get(self.at..).unwrap_or_default());
        }
        self.in_scan = false;
        loop {
            // Between segments: a marker, which any number of ff may precede.
            match self.file.get(self.at..self.at + 2) {
                None => return Err(Stop::CutShort),
                Some([0xff, 0xff]) => self.at += 1,
                // Markers without a segment.
                Some(&[0xff, marker @ (0x01 | 0xd0..=0xd9)]) => {
                    self.at += 2;
                    return Ok(Segment { marker, bytes: &[] });
                }
                Some(&[0xff, marker]) => {
                    let Some(length) = self.file.get(self.at + 2..self.at + 4) else {
                        return Err(Stop::CutShort);
                    };
                    let first = self.at + 4;
                    self.at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                    let bytes = self.file.get(first..self.at).unwrap_or_default();
                    self.in_scan = marker == START_OF_SCAN;
                    return Ok(Segment { marker, bytes });
                }
                Some(_) => return Err(Stop::Unknown),
            }
        }
    }
}

/// Bytes of a scan: up to a marker that is neither a stuffed zero nor a restart.
fn scan_length(scan: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = scan[at..].iter().position(|&byte| byte == 0xff) {
        at += next;
        match scan.get(at + 1) {
            None => break,
            Some(0x00 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return at,
        }
    }
    scan.len()
}

/// The decoder fills up with grey what is missing, so it is looked whether the file has its end.
///
/// # Errors
/// IMAGE_INVALID.
pub(crate) fn check_end(file: &[u8]) -> Result<(), DataError> {
    let mut segments = Segments::of(file);
    loop {
        match segments.next() {
            Ok(Segment { marker: END, .. }) | Err(Stop::Unknown) => return Ok(()),
            Ok(_) => {}
            Err(Stop::CutShort) => {
                let what = "is damaged: the JPEG has no end, the file is cut short";
                return Err(DataError::new("IMAGE_INVALID", what));
            }
        }
    }
}

/// A progressive file of more scans is left to the decoder that refuses it: each is a pass over all blocks, however short.
const MOST_SCANS: usize = 100;

/// Whether all decoders agree that the file has one grey channel, or luma and two of colour as JFIF has them: 8 bits, numbered
/// from 0 or 1, and nothing of Adobe's that says otherwise; and whether it has no more scans than a camera writes.
pub(crate) fn is_plain(file: &[u8]) -> bool {
    let mut segments = Segments::of(file);
    let (mut plain, mut scans) = (false, 0);
    while let Ok(Segment { marker, bytes }) = segments.next() {
        match marker {
            END => return plain,
            START_OF_SCAN => {
                scans += 1;
                if !plain || scans > MOST_SCANS {
                    return false;
                }
            }
            ADOBE if bytes.starts_with(b"Adobe") && bytes.get(11) != Some(&1) => return false,
            // A frame: bits, height, width, and for each component its number, its sampling and its table.
            0xc0..=0xc2 => {
                plain = match bytes {
                    [8, _, _, _, _, 1, ..] => true,
                    [8, _, _, _, _, 3, one, _, _, two, _, _, three, ..] => {
                        matches!([one, two, three], [0, 1, 2] | [1, 2, 3])
                    }
                    _ => false,
                }
            }
            _ => {}
        }
    }
    false
}
