//! The question why somebody opens a case that is a colleague's, or closed.

use super::state::{State, WHY_TITLE};
use crate::form_view::submitted;
use crate::wording::options;
use events::case::LookReason;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use words::{staff, staff_access};

pub(super) fn why(state: State, reference: String) -> impl IntoView {
    let send = {
        let reference = reference.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let chosen = submitted(&event).and_then(|data| data.get("reason").as_string());
            match chosen.filter(|reason| !reason.is_empty()) {
                Some(reason) => spawn_local(state.open_because(reference.clone(), reason)),
                None => state.message.set(staff::choose_one().to_owned()),
            }
        }
    };
    let codes = LookReason::ALL.iter().map(|reason| reason.as_str());
    let choices: Vec<_> = options(staff_access::reason, codes)
        .into_iter()
        .map(|(code, label)| view! { <option value=code>{label}</option> })
        .collect();
    view! {
        <section class="box" id="why">
            <h2 class="govuk-heading-m" id=WHY_TITLE tabindex="-1">
                {staff_access::why_title()}
            </h2>
            <p class="govuk-body">{staff::case(reference)}</p>
            <form on:submit=send novalidate>
                <div class="govuk-form-group">
                    <label class="govuk-label" for="why-reason">
                        {staff_access::why_label()}
                    </label>
                    <div class="govuk-hint" id="why-hint">
                        {staff_access::why_hint()}
                    </div>
                    <select class="govuk-select" id="why-reason" name="reason" aria-describedby="why-hint">
                        <option value="">{staff::choose_one()}</option>
                        {choices}
                    </select>
                </div>
                <button class="govuk-button" type="submit">
                    {staff_access::why_button()}
                </button>
                " "
                <button class="govuk-button govuk-button--secondary" type="button" on:click=move |_| state.close()>
                    {staff::close()}
                </button>
            </form>
        </section>
    }
}
