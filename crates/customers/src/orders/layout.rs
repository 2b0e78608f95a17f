//! What the columns of a file mean.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

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
    Line "line",
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
    statuses: HashMap<String, Meaning, FixedState>,
    /// Statuses that are of whole orders, and stay: what one file says of an order, holds in the others.
    pub lasting: Vec<Meaning>,
    /// Texts that stand for nothing: `0` for the customer of a guest's order.
    pub absent: Vec<(Role, String)>,
    /// Whether rows can be [`simple`](super::simple).
    pub(super) is_simple: bool,
}

impl Layout {
    /// `roles`: of each column; none of a column that is not read. Of two columns of one role, and of two meanings of one status,
    /// the first counts.
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
        let mut meanings = HashMap::with_hasher(FixedState::with_seed(0));
        for (word, meaning) in statuses {
            meanings.entry(word.to_lowercase()).or_insert(meaning);
        }
        Self {
            columns,
            names,
            fill_down,
            statuses: meanings,
            lasting: Vec::new(),
            absent: Vec::new(),
            is_simple: !fill_down && is_simple(roles),
        }
    }

    /// Where a role stands.
    #[inline]
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns[role as usize].map(usize::from)
    }

    /// What a status means; `None`: nobody said.
    pub fn meaning(&self, status: &[u8]) -> Option<Meaning> {
        let status = str::from_utf8(status).ok()?.to_lowercase();
        self.statuses.get(&status).copied()
    }
}

/// Roles of tables whose rows can be [`simple`](super::simple), and those that they need.
const SIMPLE: [Role; 9] = [
    Role::Customer,
    Role::Time,
    Role::Quantity,
    Role::Amount,
    Role::Sku,
    Role::Item,
    Role::Handle,
    Role::Image,
    Role::Name,
];
const NEEDED: [Role; 4] = [Role::Customer, Role::Time, Role::Quantity, Role::Amount];

/// Whether rows of these roles can be simple.
fn is_simple(roles: &[Option<Role>]) -> bool {
    let has = |role: &Role| roles.contains(&Some(*role));
    let knows = |role: &Option<Role>| role.is_none_or(|role| SIMPLE.contains(&role));
    NEEDED.iter().all(has) && roles.iter().all(knows)
}
