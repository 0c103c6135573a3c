//! The command table: every command once, for the window and for the command line.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::TS;

use super::*;
use crate::desk::{self, Acting, Anyone, Desk, DeskError, Manager, Needs, Reception, Session};

/// A command as `sango-desk commands` lists it.
#[derive(Debug, Serialize)]
pub struct CommandView {
    /// Its name.
    pub name: &'static str,
    /// The role it needs.
    pub role: &'static str,
    /// JSON schema of the request.
    pub request: Schema,
    /// JSON schema of the response.
    pub response: Schema,
}

macro_rules! commands {
    ($($name:ident: $request:ident => $response:ident, $role:ident, $run:path;)*) => {
        /// Rings a command's bell: decodes, asks the desk, encodes.
        ///
        /// # Errors
        /// What the desk says, or [`DeskError::UnknownCommand`], [`DeskError::BadRequest`].
        pub fn call(desk: &Desk, session: &mut Session, name: &str, request: Value) -> Result<Value, DeskError> {
            match name {
                $(stringify!($name) => {
                    let request: $request = decode(request)?;
                    let by: Acting<$role> = session.acting()?;
                    encode(&$run(desk, &by, request)?)
                })*
                _ => frame(desk, session, name, request),
            }
        }

        /// Every command with its schemas.
        pub fn list() -> Vec<CommandView> {
            let mut all = frame_list();
            $(all.push(CommandView {
                name: stringify!($name),
                role: role_word::<$role>(),
                request: schema_for!($request),
                response: schema_for!($response),
            });)*
            all.sort_by_key(|c| c.name);
            all
        }

        /// The table as a TypeScript type.
        pub fn typescript() -> String {
            let mut lines: Vec<[String; 3]> = frame_types();
            $(lines.push([stringify!($name).to_owned(), $request::name(&ts_config()), $response::name(&ts_config())]);)*
            write_typescript(lines)
        }
    };
}

commands! {
    today: Nothing => TodayView, Reception, desk::today::today;
    recognise: RecogniseRequest => Recognised, Reception, desk::recognise::recognise;
    read_picture: ReadPictureRequest => Recognised, Reception, desk::recognise::read_picture;
    preview_check_in: CheckInDraft => CheckInView, Reception, desk::check_in::preview;
    check_in: CheckInRequest => CheckedInView, Reception, desk::check_in::check_in;
    check_out: CheckOutRequest => Done, Reception, desk::changes::check_out;
    change_stay: ChangeStayRequest => ChangedStayView, Reception, desk::changes::change_stay;
    take_back: TakeBackRequest => Done, Reception, desk::changes::take_back;
    pay: PayRequest => PaidView, Reception, desk::charges::pay;
    mothers: MothersRequest => MothersPage, Reception, desk::mothers::mothers;
    search_mothers: SearchRequest => MothersView, Reception, desk::mothers::search;
    mother: RecogniseRequest => MotherForm, Reception, desk::mothers::form;
    register_mother: MotherForm => MotherBrief, Reception, desk::mothers::register;
    edit_mother: MotherForm => MotherBrief, Reception, desk::mothers::edit;
    similar_mothers: MotherForm => SimilarView, Reception, desk::mothers::similar;
    mother_detail: RecogniseRequest => MotherView, Reception, desk::mothers::mother_detail;
    mother_history: HistoryRequest => HistoryView, Reception, desk::mothers::history;
    check_caller: CallerRequest => CallerView, Reception, desk::mothers::check_caller;
    work_lists: Nothing => WorkListsView, Reception, desk::mothers::work_lists;
    preview_import: ImportRequest => ImportPreview, Reception, desk::mothers::import::preview_import;
    import_mothers: ImportMothersRequest => ImportedView, Reception, desk::mothers::import::import_mothers;
    import_progress: Nothing => ImportProgressView, Reception, desk::mothers::import::progress;
    stop_import: Nothing => Done, Reception, desk::mothers::import::stop;
    export_import_errors: ImportRequest => ImportErrorsFile, Reception, desk::mothers::import::export_errors;
    preview_booking: BookRequest => BookedView, Reception, desk::reservations::preview;
    book: BookRequest => BookedView, Reception, desk::reservations::book;
    reservations: ReservationsRequest => ReservationsView, Reception, desk::reservations::reservations;
    reservation: ReservationRequest => ReservationDetail, Reception, desk::reservations::reservation;
    bookings: BookingsRequest => BookingsView, Reception, desk::reservations::bookings;
    preview_move: MoveRequest => MovedView, Reception, desk::reservations::preview_move;
    move_reservation: MoveRequest => MovedView, Reception, desk::reservations::move_reservation;
    undo_move: ReservationRequest => Done, Reception, desk::reservations::undo_move;
    slip: SlipRequest => SlipView, Reception, desk::reservations::slip;
    print_slip: SlipRequest => PrintedView, Reception, desk::reservations::print_slip;
    card_slip: CardSlipRequest => SlipView, Reception, desk::reservations::card_slip;
    print_card_slip: CardSlipRequest => PrintedView, Reception, desk::reservations::print_card_slip;
    set_wish: WishRequest => WishView, Reception, desk::wishes::set_wish;
    withdraw_wish: WishIdRequest => Done, Reception, desk::wishes::withdraw_wish;
    restore_wish: WishIdRequest => Done, Reception, desk::wishes::restore_wish;
    set_appointment: AppointmentRequest => AppointmentView, Reception, desk::appointments::set_appointment;
    set_appointment_stands: AppointmentStandsRequest => Done, Reception, desk::appointments::set_appointment_stands;
    preview_cancel: CancelRequest => CancelledView, Reception, desk::cancel::preview_cancel;
    cancel: CancelRequest => CancelledView, Reception, desk::cancel::cancel;
    preview_no_show: ReservationRequest => CancelledView, Reception, desk::cancel::preview_no_show;
    declare_no_show: ReservationRequest => CancelledView, Reception, desk::cancel::declare_no_show;
    refuse: RefuseRequest => Done, Reception, desk::cancel::refuse;
    reopen: ReservationRequest => Done, Reception, desk::cancel::reopen;
    closed_day: ClosedDayRequest => ClosedDayView, Reception, desk::reservations::closed_day;
    print_phone_list: ClosedDayRequest => PrintedView, Reception, desk::reservations::print_phone_list;
    close_day: CloseDayRequest => ClosedDayView, Manager, desk::reservations::close_day;
    queue: MonthRequest => QueueView, Reception, desk::way::queue;
    send_now: Nothing => SentView, Reception, desk::way::send_now;
    resend_report: ReportRequest => Done, Reception, desk::way::resend;
    correct_report: CorrectReportRequest => Done, Reception, desk::way::correct;
    enrol: EnrolRequest => Done, Manager, desk::way::enrol;
    charges: MonthRequest => ChargesView, Reception, desk::charges::charges;
    confirm_charge: UseRequest => Done, Manager, desk::charges::confirm_charge;
    waive_charge: WaiveChargeRequest => Done, Manager, desk::charges::waive_charge;
    month: MonthRequest => MonthView, Manager, desk::month::month;
    export_month: ExportRequest => ExportedView, Manager, desk::month::export;
    reconcile_month: MonthRequest => ReconciledView, Manager, desk::way::reconcile;
    facility_settings: Nothing => FacilitySettings, Manager, desk::facility::settings;
    set_facility: FacilitySettings => Done, Manager, desk::facility::set_facility;
    calendar_month: CalendarRequest => CalendarView, Manager, desk::facility::calendar_month;
    own_code: Nothing => OwnCodeView, Reception, desk::poster::own_code;
    print_poster: Nothing => PrintedView, Reception, desk::poster::print_poster;
    print_morning_sheet: Nothing => PrintedView, Reception, desk::morning_sheet::print_morning_sheet;
    guide: Nothing => GuideView, Manager, desk::guide::guide;
    fill_practice: Nothing => Done, Manager, desk::practice::fill_practice;
    programme: Nothing => ProgrammeView, Reception, desk::programme::programme;
    check_out_plan: UseRequest => CheckOutPlan, Reception, desk::changes::check_out_plan;
    take_back_check_out: TakeBackRequest => Done, Reception, desk::changes::take_back_check_out;
    turn_away: TurnAwayRequest => Done, Reception, desk::turn_away::turn_away;
    unsettled: Nothing => UnsettledView, Reception, desk::charges::unsettled;
    remind: RemindRequest => Done, Reception, desk::charges::remind;
    receipt: ReceiptRequest => ReceiptView, Reception, desk::receipts::receipt;
    issue_receipt: IssueReceiptRequest => ReceiptView, Reception, desk::receipts::issue_receipt;
    cancel_receipt: ReceiptRequest => ReceiptView, Reception, desk::receipts::cancel_receipt;
    print_receipt: ReceiptRequest => PrintedView, Reception, desk::receipts::print_receipt;
    open_receipt: ReceiptRequest => OpenedFile, Reception, desk::receipts::open_receipt;
    receipt_printed: ReceiptRequest => Done, Reception, desk::receipts::receipt_printed;
    unprinted_receipts: Nothing => UnprintedReceipts, Reception, desk::receipts::unprinted_receipts;
    day_money: DayRequest => DayMoneyView, Reception, desk::drawer::day_money;
    count_cash: CountCashRequest => Done, Reception, desk::drawer::count_cash;
    kitchen: DayRequest => KitchenView, Reception, desk::kitchen::kitchen;
    print_kitchen: DayRequest => PrintedView, Reception, desk::kitchen::print_kitchen;
    late_day: DayRequest => LateDayView, Reception, desk::late_entry::late_day;
    printers: Nothing => PrintersView, Reception, desk::printing::printers;
    set_printer: SetPrinterRequest => Done, Reception, desk::printing::set_printer;
    unprinted: Nothing => UnprintedView, Reception, desk::printing::unprinted;
    print_unprinted: UnprintedRequest => PrintedView, Reception, desk::printing::print_unprinted;
    drop_unprinted: UnprintedRequest => Done, Reception, desk::printing::drop_unprinted;
    add_staff: AddStaffRequest => Done, Manager, add_staff;
}

fn add_staff(desk: &Desk, by: &Acting<Manager>, r: AddStaffRequest) -> Result<Done, DeskError> {
    let roles = r.roles.into_iter().map(desk::words::role_in).collect();
    desk::sign_in::add_staff(desk, by, &r.name, roles, &r.pin)?;
    Ok(Done { done: true })
}

/// The four commands of the frame: they change or show who is signed in.
fn frame(desk: &Desk, session: &mut Session, name: &str, request: Value) -> Result<Value, DeskError> {
    match name {
        "status" => decode::<Nothing>(request).map(|_| ())?,
        "sign_out" => {
            decode::<Nothing>(request)?;
            *session = Session::default();
        }
        "sign_in" => {
            let r: SignInRequest = decode(request)?;
            *session = desk::sign_in::sign_in(desk, &r.staff_id, &r.pin)?;
        }
        "set_up" => {
            let r: SetUpRequest = decode(request)?;
            let by: Acting<Anyone> = session.acting()?;
            let manager = desk::sign_in::set_up(desk, &by, &r.facility, r.practice, &r.manager, &r.pin)?;
            *session = Session::of(manager);
        }
        _ => return Err(DeskError::UnknownCommand),
    }
    encode(&desk::status::status(desk, session)?)
}

fn frame_list() -> Vec<CommandView> {
    let command = |name, request| CommandView { name, role: "anyone", request, response: schema_for!(StatusView) };
    vec![
        command("status", schema_for!(Nothing)),
        command("sign_out", schema_for!(Nothing)),
        command("sign_in", schema_for!(SignInRequest)),
        command("set_up", schema_for!(SetUpRequest)),
    ]
}

fn frame_types() -> Vec<[String; 3]> {
    let names =
        [("status", "Nothing"), ("sign_out", "Nothing"), ("sign_in", "SignInRequest"), ("set_up", "SetUpRequest")];
    names.map(|(name, request)| [name, request, "StatusView"].map(str::to_owned)).to_vec()
}

fn ts_config() -> ts_rs::Config {
    ts_rs::Config::default()
}

fn write_typescript(lines: Vec<[String; 3]>) -> String {
    let mut types: Vec<&String> = lines.iter().flat_map(|[_, request, response]| [request, response]).collect();
    types.sort();
    types.dedup();
    let mut out = "// Written by `cargo test` from the command table. Do not edit.\n".to_owned();
    for name in types {
        out += &format!("import type {{ {name} }} from \"./{name}\";\n");
    }
    out += "\nexport type Commands = {\n";
    for [name, request, response] in &lines {
        out += &format!("  {name}: {{ request: {request}; response: {response} }};\n");
    }
    out + "};\n"
}

fn role_word<R: Needs>() -> &'static str {
    match R::ROLE {
        None => "anyone",
        Some(wire::Role::Reception) => "reception",
        Some(wire::Role::Midwife) => "midwife",
        Some(wire::Role::Manager) => "manager",
    }
}

fn decode<T: DeserializeOwned>(request: Value) -> Result<T, DeskError> {
    let request = if request.is_null() { Value::Object(Default::default()) } else { request };
    serde_json::from_value(request).map_err(DeskError::BadRequest)
}

fn encode<T: Serialize + JsonSchema>(response: &T) -> Result<Value, DeskError> {
    serde_json::to_value(response).map_err(DeskError::Answer)
}

impl From<&DeskError> for ProblemView {
    fn from(e: &DeskError) -> ProblemView {
        ProblemView { code: e.code().to_owned(), detail: e.to_string(), facts: e.facts() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_window_knows_the_command_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/ipc/generated/commands.ts");
        let expected = typescript();
        let found = std::fs::read_to_string(file).unwrap_or_default();
        if found != expected {
            std::fs::write(file, &expected).unwrap();
        }
        assert_eq!(found, expected, "it has been written anew; commit it");
    }
}
