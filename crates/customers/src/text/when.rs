//! Dates and times as exports write them. The day is that of the place the time was written for; where an offset is given,
//! instants of two zones can be compared, else the clock's time is taken for UTC.

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

const EXPECTED: &str = "expected a date such as 2026-01-31 or 2026-01-31 09:50:26 +0200";
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

/// A day as `2026-01-31`.
pub fn date_text(day: u16) -> String {
    // Civil from days: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let z = i64::from(day) + 719_468;
    let era = z / 146_097;
    let of_era = z % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + 400 * era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is = self.next() == Some(byte);
        self.at += usize::from(is);
        is
    }

    /// At most so many digits, and how many there were.
    fn number(&mut self, most: usize) -> (i64, usize) {
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

    /// Seconds since midnight.
    fn time(&mut self) -> Result<i64, String> {
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
    fn offset(&mut self) -> Result<i64, String> {
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
