//! Dates and times as exports write them. The day is that of the place the time was written for; where an offset is given,
//! instants of two zones can be compared, else the clock's time is taken for UTC.

use super::calendar::{days_from_civil, days_in};

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct When {
    /// Seconds since 1970-01-01 in UTC.
    pub instant: i64,
    /// Days since 1970-01-01 on the calendar of the place.
    pub day: u16,
}

/// What `03/04/2026` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Nobody said: such dates are refused.
    #[default]
    Unsaid,
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

pub(super) const EXPECTED: &str = "expected a date such as 2026-01-31 or 2026-01-31 09:50:26 +0200";
/// The last day that has a number.
const LAST_DAY: i64 = u16::MAX as i64;

/// Reads a date, with a time and an offset where they are given.
///
/// # Errors
/// What was expected, and what to do.
pub fn when(text: &[u8], order: DateOrder) -> Result<When, String> {
    let text = text.trim_ascii();
    let mut reader = Reader { text, at: 0 };
    let date = reader.date(order)?;
    let [year, month, day] = date;
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return Err(format!("is no day of the calendar, {EXPECTED}"));
    }
    let day = days_from_civil(year, month, day);
    if !(0..=LAST_DAY).contains(&day) {
        return Err("is before 1970 or after 2149".to_owned());
    }
    let seconds = reader.time()?;
    let offset = reader.offset()?;
    if reader.at < text.len() {
        return Err(EXPECTED.to_owned());
    }
    Ok(When {
        instant: 86_400 * day + seconds - offset,
        day: day as u16,
    })
}

/// Reads what stands at `at`.
pub(super) struct Reader<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

impl Reader<'_> {
    pub(super) fn next(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is = self.next() == Some(byte);
        self.at += usize::from(is);
        is
    }

    /// At most so many digits, and how many there were.
    pub(super) fn number(&mut self, most: usize) -> (i64, usize) {
        let mut value = 0;
        let start = self.at;
        while let Some(digit) = self.next().filter(u8::is_ascii_digit) {
            if self.at - start == most {
                break;
            }
            value = 10 * value + i64::from(digit - b'0');
            self.at += 1;
        }
        (value, self.at - start)
    }

    /// Year, month and day.
    fn date(&mut self, order: DateOrder) -> Result<[i64; 3], String> {
        let wrong = || Err(EXPECTED.to_owned());
        let digits = self.text.iter().take_while(|byte| byte.is_ascii_digit());
        match digits.count() {
            8 => {
                let ([year, month], day) = ([self.number(4).0, self.number(2).0], self.number(2).0);
                Ok([year, month, day])
            }
            4 => {
                let year = self.number(4).0;
                let Some(separator @ (b'-' | b'/' | b'.')) = self.next() else {
                    return wrong();
                };
                self.at += 1;
                let (month, digits) = self.number(2);
                if digits == 0 || !self.take(separator) {
                    return wrong();
                }
                let (day, digits) = self.number(2);
                if digits == 0 { wrong() } else { Ok([year, month, day]) }
            }
            1 | 2 => self.year_last(order),
            5 if self.text.len() == 5 => Err(
                "looks like the number that a spreadsheet keeps for a date → format the column as a date, and export it again"
                    .to_owned(),
            ),
            10 | 13 | 16 => Err("looks like a Unix time → write dates as 2026-01-31T09:50:26Z".to_owned()),
            _ => wrong(),
        }
    }

    /// `31.01.2026`, `31/01/2026`.
    fn year_last(&mut self, order: DateOrder) -> Result<[i64; 3], String> {
        let wrong = || Err(EXPECTED.to_owned());
        let first = self.number(2).0;
        let Some(separator @ (b'.' | b'/' | b'-')) = self.next() else {
            return wrong();
        };
        self.at += 1;
        let (second, digits) = self.number(2);
        if digits == 0 || !self.take(separator) {
            return wrong();
        }
        let (year, digits) = self.number(4);
        if digits != 4 {
            return Err(format!("has a year of {digits} digits, {EXPECTED}"));
        }
        match (separator, order) {
            (_, DateOrder::MonthFirst) => Ok([year, first, second]),
            (b'.', _) | (_, DateOrder::DayFirst) => Ok([year, second, first]),
            _ => Err("may be the day or the month first → say which with dateOrder".to_owned()),
        }
    }
}
