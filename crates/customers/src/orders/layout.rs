//! What the columns of a file mean.

macro_rules! roles {
    ($($role:ident $word:literal,)*) => {
        /// What a column holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Role { $($role,)* }

        impl Role {
            const ALL: &[(Self, &str)] = &[$((Self::$role, $word),)*];
        }
    };
}

roles! {
    Order "order",
    Customer "customer",
    Email "email",
    Phone "phone",
    FirstName "firstName",
    LastName "lastName",
    City "city",
    Region "region",
    Zip "zip",
    Country "country",
    Time "time",
    Sku "sku",
    Handle "handle",
    Name "name",
    Image "image",
    Item "item",
    Label "label",
    Quantity "quantity",
    Amount "amount",
    Price "price",
    Currency "currency",
    Status "status",
    CancelledAt "cancelledAt",
    OrderRefund "orderRefund",
    RefundedQuantity "refundedQuantity",
    Consent "consent",
    FileLine "fileLine",
    Discount "discount",
}

impl Role {
    /// The role of that word.
    pub fn parse(word: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, name)| *name == word);
        found.map(|(role, _)| *role)
    }
}

/// What the status of an order means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It counts.
    Kept,
    /// It was not paid yet.
    Unpaid,
    /// It was cancelled.
    Cancelled,
    /// It was refunded as a whole.
    Refunded,
}

/// The columns of a file.
#[derive(Debug, Clone)]
pub struct Layout {
    columns: [Option<u16>; Role::ALL.len()],
    /// Of all columns, for messages.
    pub names: Vec<String>,
    /// Whether fields of an order stand in its first row only.
    pub fill_down: bool,
    /// Meanings of statuses, in lower case.
    pub statuses: Vec<(String, Meaning)>,
    /// Texts that stand for nothing: `0` for the customer of a guest's order.
    pub absent: Vec<(Role, String)>,
}

impl Layout {
    /// `roles`: of each column; none of a column that is not read. Of two columns of one role the first is read.
    pub fn new(
        names: Vec<String>,
        roles: &[Option<Role>],
        fill_down: bool,
        statuses: Vec<(String, Meaning)>,
    ) -> Self {
        let mut columns = [None; Role::ALL.len()];
        for (place, role) in roles.iter().enumerate() {
            let Some(role) = role else { continue };
            columns[*role as usize].get_or_insert(place as u16);
        }
        Self {
            columns,
            names,
            fill_down,
            statuses,
            absent: Vec::new(),
        }
    }

    /// Where a role stands.
    #[inline]
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns[role as usize].map(usize::from)
    }

    /// What a status means; `None`: nobody said.
    pub fn meaning(&self, status: &[u8]) -> Option<Meaning> {
        let is = |word: &str| word.as_bytes().eq_ignore_ascii_case(status);
        self.statuses
            .iter()
            .find(|(word, _)| is(word))
            .map(|(_, meaning)| *meaning)
    }
}

/// The fields of a row, where they stand.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// The text of the row.
    pub text: &'a [u8],
    /// Where each field ends.
    pub ends: &'a [u32],
    /// Characters between two fields.
    pub gap: usize,
    /// The line that it begins in.
    pub line: u64,
}

impl<'a> Row<'a> {
    /// The field of a role without blanks around it, and without the apostrophe by which spreadsheets keep digits and signs as
    /// text; empty where there is none.
    #[inline]
    pub fn get(&self, layout: &Layout, role: Role) -> &'a [u8] {
        let Some(column) = layout.column(role) else {
            return &[];
        };
        let field = self.field(column).trim_ascii();
        let field = field.strip_prefix(b"'").unwrap_or(field);
        let is_absent = |(one, text): &(Role, String)| *one == role && text.as_bytes() == field;
        if layout.absent.iter().any(is_absent) {
            return &[];
        }
        field
    }

    #[inline]
    fn field(&self, column: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(column) else {
            return &[];
        };
        let start = if column == 0 {
            0
        } else {
            self.ends[column - 1] as usize + self.gap
        };
        &self.text[start..end as usize]
    }
}
