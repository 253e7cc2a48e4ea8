### The directory for other systems, by Open Referral UK, and its description.

## Taxonomies and their terms.

taxonomy =
    .needs = Needs
    .specialisms = Specialisms
    .ways = Ways of support
    .access = Access
    .ages = Ages
    .kinds = Kinds
taxonomy-about =
    .needs = What a service helps with
    .specialisms = What a service knows most about
    .ways = How a service supports people
    .access = What a service can adapt to
    .ages = The ages that a service takes, if it does not take everyone
    .kinds = The kind of service
term-about = { $taxonomy }: { $term }
# Terms whose name is more than their code in words.
term =
    .isva = Adviser after sexual violence (ISVA)
    .idva = Adviser for people at high risk of domestic abuse (IDVA)
    .marac-or-mash = MARAC or MASH
    .british-sign-language = British Sign Language
    .under-12 = Under 12
    .code-60-plus = 60 or older
term-ages = { $from } to { $until }

## Organisations and services.

supports-country = Supports people in the whole country
supports-other-area = The hub of another area, for people who live there
supports-area = Supports people in { $area }
refer-to-hub = Refer to { $hub }, which offers the case to the service that fits.
refer-refuge = We do not tell anyone where this refuge is: its staff arrange the way there.
refer-phone = People can also call { $phone } themselves.
example = This is an example, not a real service.
contract = Its contract runs from { $from } until { $until }.
district-code = ONS local authority district code
funding =
    .moj-grant = The Ministry of Justice’s grant
    .pcc-budget = The commissioner’s own budget

## The description of the interface.

title = { $hub }: directory
description = Open Referral UK 3.0. Documents are files at the edge. Lists are kept there for five minutes, except those that were asked with a postcode. The place of a refuge is in none of them.
path-standard = Which standard this is
path-services = Services
path-service = A service with all details
path-at-locations = Services at places
path-at-location = A service at a place with all details
path-taxonomies = Taxonomies
path-taxonomy = A taxonomy with its terms
path-terms = Terms of taxonomies
path-term = A term of a taxonomy
path-description = This description
response-found = The document
response-not-found = There is nothing with this identifier
response-bad-parameter = A parameter is wrong: “parameter” names it

## What a parameter of a list does.

parameter =
    .page = The page, from 1. The first if left out.
    .per_page = How many items a page has. 50 if left out.
    .taxonomy_id = Only those that have any term of this taxonomy.
    .search = Only those whose name, description or organisation has all of these words.
    .taxonomy_term_id = Only those that have this term.
    .minimum_age = Only those whose minimum age is this or more. A service without a minimum takes people from 0.
    .maximum_age = Only those whose maximum age is this or less. A service without a maximum is left out.
    .start_time = Only those that open at this time or later, in London, such as 09:00.
    .end_time = Only those that close at this time or earlier, in London, such as 17:00.
    .day = Only those that are open on this day, such as MO. Times are then those of this day.
    .postcode = Only those that serve people who live at this postcode. We look it up in a table of councils and do not keep it. A postcode that is not in the table is answered with 400.
    .proximity = Metres, together with a postcode. We do not know where a postcode lies. Only those whose place is in the postcode’s council, or within this distance of a place there.

## What a parameter has to be.

must-page = a whole number from 1
must-per-page = a whole number from 1 to 100
must-metres = a whole number of metres
must-years = a whole number of years
must-start-time = a time such as 09:00
must-end-time = a time such as 17:00
must-day = one of MO, TU, WE, TH, FR, SA, SU
must-postcode = a whole postcode such as OX1 1AA
must-postcode-in-use = a postcode that is in use: try another nearby
must-with-postcode = together with a postcode
