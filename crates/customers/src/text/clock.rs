//! The time of a day, and the offset of its place.

use super::when::{EXPECTED, Reader};

impl Reader<'_> {
    /// Seconds since midnight.
    pub(super) fn time(&mut self) -> Result<i64, String> {
        let wrong = || Err(format!("has a time that is none, {EXPECTED}"));
        let at = self.at;
        if !matches!(self.next(), Some(b'T' | b't' | b' ' | b',')) {
            return Ok(0);
        }
        while matches!(self.next(), Some(b'T' | b't' | b' ' | b',')) {
            self.at += 1;
        }
        if !self.next().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at = at; // an offset or a zone
            return Ok(0);
        }
        let mut hour = self.number(2).0;
        if !self.take(b':') {
            return wrong();
        }
        let (minute, digits) = self.number(2);
        if digits != 2 {
            return wrong();
        }
        let mut second = 0;
        if self.take(b':') {
            second = self.number(2).0;
            if self.take(b'.') || self.take(b',') {
                self.number(9);
            }
        }
        let rest = self.text[self.at..].trim_ascii_start();
        let half = [(b"am", 0), (b"pm", 12)]
            .into_iter()
            .find(|(word, _)| rest.len() == 2 && rest.eq_ignore_ascii_case(*word));
        if let Some((_, add)) = half {
            if !(1..=12).contains(&hour) {
                return wrong();
            }
            hour = hour % 12 + add;
            self.at = self.text.len();
        }
        // 23:59:60 is a leap second.
        if hour > 23 || minute > 59 || second > 60 {
            return wrong();
        }
        Ok(3600 * hour + 60 * minute + second)
    }

    /// Seconds that the place is ahead of UTC.
    pub(super) fn offset(&mut self) -> Result<i64, String> {
        while self.take(b' ') {}
        let rest = &self.text[self.at..];
        if [&b"Z"[..], b"UTC", b"GMT"]
            .iter()
            .any(|name| rest.eq_ignore_ascii_case(name))
        {
            self.at = self.text.len();
            return Ok(0);
        }
        let sign = match self.next() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            None => return Ok(0),
            Some(_) => return Err(format!("has a zone without an offset, {EXPECTED}")),
        };
        self.at += 1;
        let (hours, digits) = self.number(2);
        self.take(b':');
        let (minutes, _) = self.number(2);
        if digits != 2 || hours > 15 || minutes > 59 {
            return Err(format!("has an offset that is none, {EXPECTED}"));
        }
        Ok(sign * (3600 * hours + 60 * minutes))
    }
}
