//! A month's figures → the ward's papers (PDF) and a table (CSV). Pure: bytes out, no file, no clock.

mod lists;
mod month;
mod note;
mod paper;
mod pdf;
mod poster;
mod receipt;
mod sheet;
mod slip;
mod table;
mod tongue;
mod typeface;

pub use lists::{KitchenLine, KitchenSheet, kitchen_sheet};
pub use month::{Line, LineKind, Month, Reconciliation, ReportStanding, Totals, totals};
pub use note::{Named, Note, Part, Sheet};
pub use paper::Code;
pub use pdf::{Drawn, draft, final_copy};
pub use poster::{Poster, poster};
pub use receipt::{Receipt, ReceiptFor, ReceiptIssuer, ReceiptKind, ReceiptSize, STAMP_FROM, receipt, receipt_wording};
pub use sheet::{MorningSheet, SheetLine, SheetList, morning_sheet};
pub use slip::{CardSlip, House, PhoneGroup, Slip, phone_list};
pub use table::csv;
pub use tongue::Tongue;

/// Why figures did not become paper.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The built-in typeface cannot be read.
    #[error("the built-in typeface cannot be read")]
    Typeface,
    /// The CSV could not be written.
    #[error("the table could not be written")]
    Table(#[source] csv::Error),
}

mod words {
    //! The papers' words.

    use domain::Service;

    pub(crate) fn service(service: Service) -> &'static str {
        match service {
            Service::Stay => "ショートステイ",
            Service::DayCare => "デイケア",
            Service::Visit => "訪問",
        }
    }

    pub(crate) fn unit(service: Service) -> &'static str {
        match service {
            Service::Stay | Service::DayCare => "日",
            Service::Visit => "回",
        }
    }
}
