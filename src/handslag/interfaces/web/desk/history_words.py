"""The log in words: a sentence for each verb, and what changed, as its detail tells it.

A verb that is logged anywhere has its sentence here, and a type of thing its name; a test finds
those that have none.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY, Scope, ScopeKind
from handslag.domain.base.facts import Phase
from handslag.domain.base.sides import Side
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.agenda.shapes import ITEM_KINDS
from handslag.domain.meetings.room.shapes import (
    ABSENCE_REASONS,
    MOVEMENTS,
    OUTCOMES,
    PRESENCES,
)
from handslag.domain.registry.structure.words import (
    BODY_KINDS,
    DECISION_EFFECTS,
    DECISION_RULES,
    LEGAL_FORMS,
    ORGANISATION_KINDS,
)
from handslag.intake.kinds import BY_NAME, DOCUMENT_KINDS
from handslag.interfaces.web.kit.words import clock, day, short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.utils.functional import _StrPromise

    from handslag.domain.audit.queries import LogRow

SENTENCES: dict[str, _StrPromise] = {
    "accounts.accept_invitation": _("%(when)s tog %(who)s emot inbjudan"),
    "accounts.add_factor": _("%(when)s lade %(who)s till ett sätt att bekräfta inloggningen"),
    "accounts.ask_for_reset": _("%(when)s bad %(who)s om att få välja nytt lösenord"),
    "accounts.change_email": _("%(when)s bytte %(who)s e-postadress"),
    "accounts.change_password": _("%(when)s bytte %(who)s lösenord"),
    "accounts.close_account": _("%(when)s stängde %(who)s kontot"),
    "accounts.end_role": _("%(when)s avslutade %(who)s en roll"),
    "accounts.end_sessions": _("%(when)s avslutade %(who)s inloggningar på andra ställen"),
    "accounts.first_way_in": _("%(when)s skrev %(who)s ut en länk för den första samordnaren"),
    "accounts.give_role": _("%(when)s gav %(who)s kontot en roll"),
    "accounts.give_link": _("%(when)s gav %(who)s ut en begränsad länk"),
    "accounts.invite": _("%(when)s bjöd %(who)s in till Handslag"),
    "accounts.join_provider": _("%(when)s kopplade %(who)s kontot till en inloggningstjänst"),
    "accounts.make_account": _("%(when)s skapade %(who)s kontot"),
    "accounts.refuse_factor": _("%(when)s angav %(who)s fel kod vid inloggningen"),
    "accounts.refuse_sign_in": _("%(when)s försökte %(who)s logga in utan att lyckas"),
    "accounts.remove_factor": _("%(when)s tog %(who)s bort ett sätt att bekräfta inloggningen"),
    "accounts.renew_account": _("%(when)s öppnade %(who)s kontot på nytt med en inbjudan"),
    "accounts.renew_recovery_codes": _("%(when)s gjorde %(who)s nya reservkoder"),
    "accounts.reopen_account": _("%(when)s öppnade %(who)s kontot igen"),
    "accounts.revoke_invitation": _("%(when)s drog %(who)s in inbjudan"),
    "accounts.revoke_link": _("%(when)s drog %(who)s in länken"),
    "accounts.send_again": _("%(when)s skickade %(who)s inbjudan igen"),
    "accounts.sign_in": _("%(when)s loggade %(who)s in"),
    "accounts.sign_out": _("%(when)s loggade %(who)s ut"),
    "accounts.use_link": _("%(when)s använde %(who)s länken"),
    "audit.erase_values": _("%(when)s raderade %(who)s uppgifterna i en post"),
    "documents.describe": _("%(when)s ändrade %(who)s vad handlingen är eller heter"),
    "documents.fill": _("%(when)s sparade %(who)s handlingens text"),
    "documents.read_anew": _("%(when)s sparade %(who)s en ny läsning av handlingens text"),
    "documents.remove_unread": _("%(when)s tog %(who)s bort handlingen innan den hade lästs"),
    "documents.store_document": _("%(when)s tog %(who)s in handlingen"),
    "intake.accept": _("%(when)s godkände %(who)s handlingen"),
    "intake.add": _("%(when)s lade %(who)s till en uppgift"),
    "intake.carry_out_list": _("%(when)s genomförde %(who)s ändringarna i listan"),
    "intake.decide_rows": _("%(when)s bestämde %(who)s om rader i listan"),
    "intake.hand_in_list": _("%(when)s lämnade %(who)s in en lista över personer och uppdrag"),
    "intake.read_list": _("%(when)s sade %(who)s hur listan ska läsas"),
    "intake.remove_list": _("%(when)s tog %(who)s bort listan"),
    "intake.compare": _("%(when)s jämförde %(who)s handlingen med andra"),
    "intake.confirm": _("%(when)s bekräftade %(who)s en uppgift"),
    "intake.correct": _("%(when)s rättade %(who)s en uppgift"),
    "intake.dismiss_across": _("%(when)s lade %(who)s en skillnad mot en annan handling åt sidan"),
    "intake.dismiss_finding": _("%(when)s lade %(who)s en anmärkning åt sidan"),
    "intake.drop": _("%(when)s strök %(who)s en uppgift"),
    "intake.keep_change": _("%(when)s godtog %(who)s vad en ny läsning säger"),
    "intake.load_example": _("%(when)s läste %(who)s in exempellänet"),
    "intake.recognising.give_up": _("%(when)s gav %(who)s upp tydningen av handlingens sidor"),
    "intake.recognising.go_on": _("%(when)s lät %(who)s tydningen av handlingens sidor gå vidare"),
    "intake.recognising.queue": _("%(when)s ställde %(who)s handlingen i kö för att tydas"),
    "intake.recognising.remove": _("%(when)s tog %(who)s handlingen ur kön"),
    "intake.recognising.stop": _("%(when)s stoppade %(who)s tydningen av handlingens sidor"),
    "intake.refuse_change": _("%(when)s behöll %(who)s det förra, trots vad en ny läsning säger"),
    "intake.reread": _("%(when)s läste %(who)s om handlingen"),
    "intake.restore": _("%(when)s tog %(who)s tillbaka en uppgift"),
    "intake.show_across_again": _("%(when)s tog %(who)s fram en skillnad mot en annan handling"),
    "intake.start_batch": _("%(when)s började %(who)s godkänna handlingar tillsammans"),
    "intake.stop_batch": _("%(when)s avbröt %(who)s godkännandet av handlingar tillsammans"),
    "intake.take_in": _("%(when)s läste %(who)s handlingen och föreslog uppgifter"),
    "intake.undo": _("%(when)s ångrade %(who)s det senaste steget i granskningen"),
    "matters.report_assignment": _("%(when)s rapporterade %(who)s om ett uppdrag"),
    "matters.finish_assignment": _("%(when)s sade %(who)s att ett uppdrag är slutfört"),
    "matters.drop_assignment": _("%(when)s släppte %(who)s ett uppdrag"),
    "matters.reopen_assignment": _("%(when)s öppnade %(who)s ett uppdrag igen"),
    "matters.move_assignment": _("%(when)s ändrade %(who)s när ett uppdrag ska vara klart"),
    "matters.carry_assignment": _("%(when)s förde %(who)s ett uppdrag vidare till ett senare möte"),
    "matters.hand_over_assignment": _("%(when)s lämnade %(who)s över ett uppdrag till någon annan"),
    "matters.give_assignment": _("%(when)s gav %(who)s ett uppdrag till en till"),
    "matters.say_who_has_assignment": _("%(when)s sade %(who)s vem som har ett uppdrag"),
    "matters.split_assignment": _("%(when)s delade %(who)s ett uppdrag"),
    "matters.join_assignment": _("%(when)s förde %(who)s samman ett uppdrag med ett annat"),
    "matters.keep_assignments_apart": _("%(when)s sade %(who)s att två uppdrag inte är samma"),
    "matters.add_step": _("%(when)s antecknade %(who)s vad som hänt ärendet mellan möten"),
    "matters.correct_step": _("%(when)s rättade %(who)s vad som hänt ärendet mellan möten"),
    "matters.merge_matters": _("%(when)s slog %(who)s ihop ärendet med ett annat"),
    "matters.name_matter": _("%(when)s gav %(who)s ärendet ett namn"),
    "matters.number_matter": _("%(when)s gav %(who)s ärendet ett diarienummer"),
    "matters.part_matter": _("%(when)s gjorde %(who)s några av ärendets punkter till ett eget"),
    "matters.remove_step": _("%(when)s tog %(who)s bort ett steg mellan möten"),
    "matters.tie_item": _("%(when)s sade %(who)s att en punkt hör till ärendet"),
    "matters.undo_merger": _("%(when)s skilde %(who)s åt två ärenden som slagits ihop"),
    "matters.untie_item": _("%(when)s sade %(who)s att en punkt inte hör till ärendet"),
    "matters.add_phrase": _("%(when)s lade %(who)s till en fras för beslut"),
    "matters.add_point": _("%(when)s lade %(who)s till en punkt i ett förslag"),
    "matters.change_assignment": _("%(when)s ändrade %(who)s ett uppdrag i löpande text"),
    "matters.change_clause": _("%(when)s ändrade %(who)s en att-sats"),
    "matters.change_decision": _("%(when)s ändrade %(who)s vem som beslutar eller inte deltar"),
    "matters.change_phrase": _("%(when)s ändrade %(who)s en fras för beslut"),
    "matters.change_reservation": _("%(when)s ändrade %(who)s en reservation"),
    "matters.change_stance": _("%(when)s ändrade %(who)s ett ställningstagande"),
    "matters.hold_proposals": _("%(when)s tog %(who)s över dagordningens förslag"),
    "matters.answer_link": _("%(when)s svarade %(who)s om en punkt hör till ett ärende"),
    "matters.say_clause_matters": _("%(when)s sade %(who)s vilket ärende ett beslut hör till"),
    "matters.undo_clause_matters": _(
        "%(when)s tog %(who)s tillbaka vilket ärende ett beslut hör till"
    ),
    "matters.link_items": _("%(when)s förde %(who)s punkter till sina ärenden"),
    "matters.undo_link_answer": _(
        "%(when)s tog %(who)s tillbaka ett svar om vilka punkter som hör ihop"
    ),
    "matters.move_item": _("%(when)s noterade %(who)s vart en punkt går vidare"),
    "matters.give_matters_back": _("%(when)s gav %(who)s tillbaka organets fraser och uppdrag"),
    "matters.move_matters": _("%(when)s flyttade %(who)s hit fraser och uppdrag från ett organ"),
    "matters.name_proposer": _("%(when)s ändrade %(who)s vem som föreslår"),
    "matters.note_assignment": _("%(when)s noterade %(who)s ett uppdrag i löpande text"),
    "matters.open_decision": _("%(when)s lade %(who)s till ett beslut"),
    "matters.order_clauses": _("%(when)s ordnade %(who)s om ett besluts att-satser"),
    "matters.put_proposal": _("%(when)s skrev %(who)s in ett förslag på mötet"),
    "matters.record_vote": _("%(when)s noterade %(who)s en omröstning"),
    "matters.remove_assignment": _("%(when)s tog %(who)s bort ett uppdrag i löpande text"),
    "matters.remove_clause": _("%(when)s tog %(who)s bort en att-sats"),
    "matters.remove_decision": _("%(when)s tog %(who)s bort ett beslut utan att-satser"),
    "matters.remove_held_proposal": _("%(when)s tog %(who)s bort ett förslag från mötet"),
    "matters.remove_phrase": _("%(when)s tog %(who)s bort en fras för beslut"),
    "matters.remove_point": _("%(when)s tog %(who)s bort en punkt ur ett förslag"),
    "matters.remove_reservation": _("%(when)s tog %(who)s bort en reservation"),
    "matters.remove_stance": _("%(when)s tog %(who)s bort ett ställningstagande"),
    "matters.remove_vote": _("%(when)s tog %(who)s bort en omröstning"),
    "matters.reserve": _("%(when)s noterade %(who)s en reservation"),
    "matters.reword_point": _("%(when)s formulerade %(who)s om en punkt i ett förslag"),
    "matters.settle_point": _("%(when)s noterade %(who)s vad det blev av en punkt i ett förslag"),
    "matters.take_stance": _("%(when)s noterade %(who)s ett ställningstagande"),
    "matters.undo_move": _("%(when)s tog %(who)s tillbaka att en punkt går vidare"),
    "matters.leave_by_clause": _("%(when)s lät %(who)s någon lämna sin plats genom beslutet"),
    "matters.seat_appointed": _("%(when)s skrev %(who)s in en utsedd med beslutet som grund"),
    "matters.dismiss_mandate": _("%(when)s skrev %(who)s att beslutet inte ger något mandat"),
    "matters.suggest_mandate_again": _("%(when)s lät %(who)s beslutet föreslås som mandat igen"),
    "matters.tie_mandate": _("%(when)s lät %(who)s ett mandat vila på beslutet"),
    "matters.unseat": _("%(when)s ångrade %(who)s det som skrevs in med beslutet som grund"),
    "matters.untie_mandate": _("%(when)s tog %(who)s bort beslutet som grund för ett mandat"),
    "matters.write_clause": _("%(when)s skrev %(who)s en att-sats"),
    "matters.change_proposal": _("%(when)s ändrade %(who)s ett förslag på dagordningen"),
    "matters.propose": _("%(when)s lade %(who)s till ett förslag på dagordningen"),
    "matters.record_proceedings": _("%(when)s förde %(who)s in ärenden och beslut"),
    "matters.remove_proposal": _("%(when)s tog %(who)s bort ett förslag från dagordningen"),
    "matters.take_up": _("%(when)s tog %(who)s upp ett bordlagt ärende"),
    "matters.begin_commission": _("%(when)s gav %(who)s ett uppdrag direktiv"),
    "matters.change_commission": _("%(when)s ändrade %(who)s ett uppdrag med direktiv"),
    "matters.set_terms": _("%(when)s skrev %(who)s en ny version av direktivet"),
    "matters.end_commission": _("%(when)s avslutade %(who)s ett uppdrag med direktiv"),
    "matters.resume_commission": _("%(when)s öppnade %(who)s ett uppdrag med direktiv igen"),
    "matters.place_assignment": _("%(when)s satte %(who)s ett uppdrag på dagordningen"),
    "matters.leave_out_assignment": _("%(when)s lät %(who)s bli att ta upp ett uppdrag på mötet"),
    "meetings.accept_matter": _("%(when)s satte %(who)s ärendet på en dagordning"),
    "meetings.add_attachment": _("%(when)s lade %(who)s till en bilaga"),
    "meetings.add_attachment_version": _("%(when)s lade %(who)s till en ny version av en bilaga"),
    "meetings.answer_question": _("%(when)s svarade %(who)s och anmälde ärendet igen"),
    "meetings.add_item": _("%(when)s lade %(who)s till en punkt på dagordningen"),
    "meetings.begin_agenda": _("%(when)s lade %(who)s till återkommande punkter på dagordningen"),
    "meetings.change_attachment": _("%(when)s ändrade %(who)s en bilaga"),
    "meetings.change_item": _("%(when)s ändrade %(who)s en punkt på dagordningen"),
    "meetings.cancel_meeting": _("%(when)s ställde %(who)s in mötet"),
    "meetings.change_meeting": _("%(when)s ändrade %(who)s mötets tid eller plats"),
    "meetings.answer": _("%(when)s svarade %(who)s på kallelsen"),
    "meetings.call_in": _("%(when)s kallade %(who)s in en ersättare"),
    "meetings.change_letterhead": _("%(when)s ändrade %(who)s brevmallen"),
    "meetings.change_template": _("%(when)s ändrade %(who)s en mall för dagordningar"),
    "meetings.close_item": _("%(when)s slöt %(who)s en punkt"),
    "meetings.decline_matter": _("%(when)s avböjde %(who)s ärendet"),
    "meetings.finalise": _("%(when)s färdigställde %(who)s en handling"),
    "meetings.forget": _("%(when)s tog %(who)s bort vad en handling berättade om mötet"),
    "meetings.join_pre_meeting": _("%(when)s gjorde %(who)s mötet till förmöte inför ett annat"),
    "meetings.make_feed": _("%(when)s skaffade %(who)s en adress för sin kalender"),
    "meetings.follow_last_meeting": _(
        "%(when)s följde dagordningen med när mötet före flyttades av %(who)s"
    ),
    "meetings.give_preparing_back": _("%(when)s gav %(who)s organet tillbaka regler och mallar"),
    "meetings.make_notice": _("%(when)s gjorde %(who)s en version av kallelsen"),
    "meetings.make_template": _("%(when)s gjorde %(who)s en mall av en dagordning"),
    "meetings.move_back": _("%(when)s flyttade %(who)s tillbaka möten till organet"),
    "meetings.move_meeting": _("%(when)s flyttade %(who)s mötet"),
    "meetings.move_meetings": _("%(when)s flyttade %(who)s hit möten från ett annat organ"),
    "meetings.move_preparing": _("%(when)s flyttade %(who)s hit regler och mallar från ett organ"),
    "meetings.open_item": _("%(when)s öppnade %(who)s en sluten punkt"),
    "meetings.add_attendee": _("%(when)s satte %(who)s upp någon på närvarolistan"),
    "meetings.add_extra_item": _("%(when)s tog %(who)s upp en extra fråga på mötet"),
    "meetings.begin_item": _("%(when)s gick %(who)s vidare till en punkt"),
    "meetings.change_attendee": _(
        "%(when)s ändrade %(who)s titel eller organisation på närvarolistan"
    ),
    "meetings.end_meeting": _("%(when)s avslutade %(who)s mötet"),
    "meetings.give_duty": _("%(when)s ändrade %(who)s vem som har en uppgift på mötet"),
    "meetings.leave_item": _("%(when)s lämnade %(who)s en punkt"),
    "meetings.let_serve": _("%(when)s ändrade %(who)s vem en ersättare tjänstgör för"),
    "meetings.mark_presence": _("%(when)s noterade %(who)s närvaro"),
    "meetings.note_movement": _("%(when)s noterade %(who)s att någon kom eller gick"),
    "meetings.order_room": _("%(when)s ändrade %(who)s ordningen under mötet"),
    "meetings.put_back_withdrawn": _("%(when)s tog %(who)s upp en punkt som hade utgått"),
    "meetings.remove_attendee": _("%(when)s tog %(who)s bort någon från närvarolistan"),
    "meetings.remove_extra_item": _("%(when)s tog %(who)s bort en extra fråga"),
    "meetings.remove_movement": _("%(when)s tog %(who)s tillbaka att någon kom eller gick"),
    "meetings.reopen_meeting": _("%(when)s öppnade %(who)s mötet igen"),
    "meetings.reword_item": _("%(when)s ändrade %(who)s en punkts rubrik på mötet"),
    "meetings.set_absence": _("%(when)s noterade %(who)s vem som inte deltar i en punkt"),
    "meetings.set_outcome": _("%(when)s skrev %(who)s vad som blev av en punkt"),
    "meetings.set_presenters": _("%(when)s ändrade %(who)s vem som föredrog en punkt"),
    "meetings.set_sitting": _("%(when)s ändrade %(who)s när eller var mötet hölls"),
    "meetings.take_in_item": _("%(when)s tog %(who)s upp en punkt från planen på mötet"),
    "meetings.withdraw_item": _("%(when)s lät %(who)s en punkt utgå på mötet"),
    "meetings.open_room": _("%(when)s öppnade %(who)s mötet för att skriva på det"),
    "meetings.order_attachments": _("%(when)s ändrade %(who)s bilagornas ordning"),
    "meetings.order_items": _("%(when)s ändrade %(who)s ordningen på dagordningen"),
    "meetings.plan_meeting": _("%(when)s planerade %(who)s mötet"),
    "meetings.plan_year": _("%(when)s planerade %(who)s möten i organet"),
    "meetings.publish": _("%(when)s publicerade %(who)s en handling"),
    "meetings.pull_item": _("%(when)s lät %(who)s en punkt utgå"),
    "meetings.put_back_item": _("%(when)s satte %(who)s tillbaka en punkt som hade utgått"),
    "meetings.raise_matter": _("%(when)s anmälde %(who)s ett ärende"),
    "meetings.record_meeting": _("%(when)s förde %(who)s in mötet från en handling"),
    "meetings.reinstate_meeting": _("%(when)s tog %(who)s upp det inställda mötet igen"),
    "meetings.release": _("%(when)s löste %(who)s en handling från mötet"),
    "meetings.remove_attachment": _("%(when)s tog %(who)s bort en bilaga"),
    "meetings.remove_item": _("%(when)s tog %(who)s bort en punkt från dagordningen"),
    "meetings.revoke_feed": _("%(when)s drog %(who)s in en adress för sin kalender"),
    "meetings.set_deadlines": _("%(when)s ändrade %(who)s sista dagarna inför mötet"),
    "meetings.set_terms": _("%(when)s ändrade %(who)s hur organets möten planeras"),
    "meetings.send_again": _("%(when)s lät %(who)s ett brev skickas igen"),
    "meetings.send_notice": _("%(when)s skickade %(who)s kallelsen"),
    "meetings.remove_template": _("%(when)s tog %(who)s bort en mall för dagordningar"),
    "meetings.return_matter": _("%(when)s gav %(who)s tillbaka ärendet med en fråga"),
    "meetings.share": _("%(when)s delade %(who)s en handling med organets ledamöter"),
    "meetings.show_plan": _("%(when)s visade %(who)s när mötet är för fler"),
    "meetings.take_up_meeting": _("%(when)s tog %(who)s upp mötet i planen"),
    "meetings.withdraw_attachment": _("%(when)s drog %(who)s tillbaka en bilaga"),
    "meetings.tell_of_change": _("%(when)s skrev %(who)s till dem som var kallade om ändringen"),
    "meetings.withdraw_matter": _("%(when)s tog %(who)s tillbaka sitt ärende"),
    "meetings.withdraw": _("%(when)s återkallade %(who)s en handling"),
    "meetings.write_discussion": _("%(when)s skrev %(who)s i diskussionen under en punkt"),
    "publications.clear_finding": _("%(when)s godkände %(who)s att en uppgift visas för alla"),
    "publications.doubt_finding": _("%(when)s tog %(who)s tillbaka att en uppgift får visas"),
    "publications.give_addresses_back": _("%(when)s gav %(who)s organet tillbaka dess adresser"),
    "publications.move_addresses": _("%(when)s gav %(who)s organet ett annat organs adresser"),
    "publications.publish_version": _("%(when)s publicerade %(who)s en version för alla"),
    "publications.report_fault": _("%(when)s anmälde %(who)s ett fel på de öppna sidorna"),
    "publications.settle_fault": _("%(when)s avslutade %(who)s en felanmälan"),
    "publications.suppress_version": _("%(when)s tog %(who)s bort en version för alltid"),
    "publications.withdraw": _("%(when)s återkallade %(who)s det som var publicerat"),
    "matters.acknowledge_warning": _("%(when)s skrev %(who)s varför en varning får stå"),
    "matters.answer_comment": _("%(when)s svarade %(who)s på en kommentar"),
    "matters.begin_correction": _("%(when)s började %(who)s en rättelse"),
    "matters.comment_minutes": _("%(when)s kommenterade %(who)s det som delats"),
    "matters.correct_minutes": _("%(when)s rättade %(who)s det som var färdigställt"),
    "matters.finalise_minutes": _(
        "%(when)s färdigställde %(who)s minnesanteckningarna eller protokollet"
    ),
    "matters.give_up_correction": _("%(when)s avbröt %(who)s rättelsen"),
    "matters.note_signed": _("%(when)s antecknade %(who)s en underskrift på papper"),
    "matters.share_minutes": _("%(when)s delade %(who)s minnesanteckningarna eller protokollet"),
    "matters.sign_minutes": _("%(when)s skrev %(who)s under protokollet"),
    "registry.absorb_body": _("%(when)s förde %(who)s samman organet med ett annat"),
    "registry.add_affiliation": _("%(when)s skrev %(who)s in var personen arbetar"),
    "registry.change_affiliation": _("%(when)s ändrade %(who)s var personen arbetar"),
    "registry.set_email": _("%(when)s ändrade %(who)s personens e-postadress"),
    "registry.add_body": _("%(when)s lade %(who)s till organet"),
    "registry.add_body_name": _("%(when)s lade %(who)s till ett namn på organet"),
    "registry.add_group": _("%(when)s lade %(who)s till gruppen"),
    "registry.add_membership": _("%(when)s skrev %(who)s in någon i organet"),
    "registry.add_organisation": _("%(when)s lade %(who)s till organisationen"),
    "registry.add_person": _("%(when)s lade %(who)s till personen"),
    "registry.add_seat": _("%(when)s lade %(who)s till platser i organet"),
    "registry.add_to_group": _("%(when)s tog %(who)s med en organisation i gruppen"),
    "registry.change_group": _("%(when)s ändrade %(who)s gruppen"),
    "registry.change_in_group": _("%(when)s ändrade %(who)s när en organisation är med i gruppen"),
    "registry.change_membership": _("%(when)s ändrade %(who)s någons plats i organet"),
    "registry.change_organisation": _("%(when)s ändrade %(who)s organisationen"),
    "registry.change_seat": _("%(when)s ändrade %(who)s platser i organet"),
    "registry.change_mandate": _("%(when)s ändrade %(who)s ett mandat"),
    "registry.end_mandate": _("%(when)s avslutade %(who)s ett mandat"),
    "registry.give_mandate": _("%(when)s skrev %(who)s in ett mandat"),
    "registry.remove_mandate": _("%(when)s strök %(who)s ett mandat som var fel inskrivet"),
    "registry.remove_membership": _("%(when)s strök %(who)s någons plats i organet"),
    "registry.reopen_membership": _("%(when)s lät %(who)s någons plats i organet fortsätta"),
    "registry.choose_county": _("%(when)s valde %(who)s länet"),
    "registry.describe_body": _("%(when)s ändrade %(who)s vad organet är"),
    "registry.end_membership": _("%(when)s avslutade %(who)s någons plats i organet"),
    "registry.erase_email": _("%(when)s raderade %(who)s personens adress"),
    "registry.keep_apart": _("%(when)s sade %(who)s att personen inte är en annan som liknar"),
    "registry.link_body": _(
        "%(when)s ändrade %(who)s vilka organet bereder åt eller rapporterar till"
    ),
    "registry.load_populations": _("%(when)s läste %(who)s in folkmängden"),
    "registry.merge_people": _("%(when)s förde %(who)s samman personen med en annan"),
    "registry.refuse_body_name": _("%(when)s sade %(who)s att ett namn inte är organets"),
    "registry.rename_body": _("%(when)s bytte %(who)s namn på organet"),
    "registry.remove_affiliation": _("%(when)s strök %(who)s var personen arbetar"),
    "registry.remove_body_name": _("%(when)s tog %(who)s bort ett namn från organet"),
    "registry.remove_from_group": _("%(when)s strök %(who)s en organisation ur gruppen"),
    "registry.remove_person": _("%(when)s tog %(who)s bort personen, som ingen handling nämner"),
    "registry.remove_seat": _("%(when)s tog %(who)s bort platser i organet"),
    "registry.separate_body": _("%(when)s skilde %(who)s ut ett organ igen"),
    "registry.separate_name": _("%(when)s skilde %(who)s ut ett namn som en egen person"),
    "registry.set_body_kind": _("%(when)s ändrade %(who)s organets slag"),
    "registry.show_person_as": _("%(when)s valde %(who)s vilket namn personen visas under"),
    "registry.tie_person": _("%(when)s kopplade %(who)s kontot till en person"),
    "registry.untie_person": _("%(when)s kopplade %(who)s loss kontot från en person"),
}
"""What was done, by verb: `when` as "fredag 3 april 2026 kl. 09.30", `who` as a name."""

THINGS: dict[str, _StrPromise] = {
    "accounts.invitation": _("inbjudan"),
    "accounts.link": _("begränsad länk"),
    "accounts.user": _("konto"),
    "accounts.welcome": _("länk för den första samordnaren"),
    "audit.entry": _("post i loggen"),
    "documents.document": _("handling"),
    "matters.assignment": _("uppdrag"),
    "intake.batch": _("godkännande tillsammans"),
    "intake.example": _("exempellän"),
    "intake.list": _("lista över personer och uppdrag"),
    "matters.matter": _("ärende"),
    "meetings.meeting": _("möte"),
    "meetings.raisedmatter": _("anmält ärende"),
    "publications.faultreport": _("felanmälan"),
    "registry.body": _("organ"),
    "registry.county": _("län"),
    "registry.group": _("grupp av organisationer"),
    "registry.organisation": _("organisation"),
    "registry.person": _("person"),
}
"""What each type of thing is called."""


class Change(NamedTuple):
    """What changed, in words. `before` is empty for what came, `after` for what went."""

    label: str
    before: str
    after: str


class Told(NamedTuple):
    """An entry in words."""

    row: LogRow
    sentence: str
    changes: tuple[Change, ...]


class Names(NamedTuple):
    """What details hold only the values of."""

    kinds: Mapping[str, str] = {}
    """Kinds of bodies, by value."""
    seats: Mapping[str, str] = {}
    """As what somebody sits in a body, by value."""
    scopes: Mapping[Scope, str] = {}
    """Bodies and principals that a role is held for; the county has no name."""


def told(row: LogRow, names: Names = Names()) -> Told:  # noqa: B008  nothing changes it
    """An entry in words."""
    when = f"{day(_local(row.at))} {clock(_local(row.at).time())}"
    sentence = SENTENCES.get(row.verb, _("%(when)s gjorde %(who)s något")) % {
        "when": when,
        "who": who(row),
    }
    changes = () if row.erased else tuple(_changes(row, names))
    return Told(row, sentence[:1].upper() + sentence[1:], changes)


def who(row: LogRow) -> str:
    """Who acted, as it is said in a sentence."""
    if row.erased:
        return gettext("någon vars namn är raderat")
    return row.actor or gettext("någon")


def done(verb: str) -> str:
    """What a verb means, without who and when: "godkände handlingen"."""
    bare = SENTENCES[verb] % {"when": "", "who": ""}
    return " ".join(bare.replace(" ,", ",").split())


def _local(at: dt.datetime) -> dt.datetime:
    return timezone.localtime(at)


def _changes(row: LogRow, names: Names) -> Iterator[Change]:
    """What the detail tells; nothing of what is only numbers and digests to the reader."""
    if row.verb in _ROLES:
        yield from _scope(row.detail, names.scopes)
    for one in _TELLING.get(row.verb, _nothing)(row.detail):
        if one.before != one.after:
            labels = _labels(row.verb, names)
            words = (labels.get(value, value) for value in (one.before, one.after))
            yield Change(one.label, *words)


def _labels(verb: str, names: Names) -> Mapping[str, str]:
    """The names of values that a verb's detail has."""
    if verb == "registry.set_body_kind":
        return names.kinds
    return names.seats if _TELLING.get(verb) in (_SITS, _SEAT) else {}


def _scope(detail: Mapping[str, Any], names: Mapping[Scope, str]) -> Iterator[Change]:
    """What a role was given for."""
    given = detail.get("after", detail)
    if not isinstance(given, dict) or given.get("scope_kind") not in set(ScopeKind):
        return
    scope = Scope(ScopeKind(given["scope_kind"]), int(given.get("scope_id") or 0))
    words = gettext("hela länet") if scope == COUNTY else names.get(scope, "")
    if words:
        yield Change(gettext("Gäller"), "", words)


def _nothing(_detail: Mapping[str, Any]) -> Iterable[Change]:
    return ()


def _words(label: _StrPromise, key: str) -> Callable[[Mapping[str, Any]], Iterable[Change]]:
    """One text that the detail has under `key`."""

    def tell(detail: Mapping[str, Any]) -> Iterator[Change]:
        yield Change(str(label), "", _shown(detail.get(key)))

    return tell


def _fields(
    **labels: tuple[_StrPromise, Callable[[Any], str]],
) -> Callable[[Mapping[str, Any]], Iterable[Change]]:
    """Fields of `before` and `after`, where they are objects, or of the detail itself."""

    def tell(detail: Mapping[str, Any]) -> Iterator[Change]:
        pair = (
            [detail.get(key) for key in ("before", "after")] if "after" in detail else [{}, detail]
        )
        for name, (label, shown) in labels.items():
            words = [shown(one.get(name)) if isinstance(one, dict) else "" for one in pair]
            yield Change(str(label), *words)

    return tell


def _before_after(
    label: _StrPromise, shown: Callable[[Any], str] | None = None
) -> Callable[[Mapping[str, Any]], Iterable[Change]]:
    def tell(detail: Mapping[str, Any]) -> Iterator[Change]:
        show = shown or _shown
        yield Change(str(label), show(detail.get("before")), show(detail.get("after")))

    return tell


def _fact(detail: Mapping[str, Any]) -> Iterator[Change]:
    """A fact of a review: its fields where it was corrected, else the fact on one line."""
    kind = BY_NAME.get(str(detail.get("kind")))
    if kind is None:
        return
    before, after = detail.get("before"), detail.get("after")
    if not (before and after):
        words = [kind.summary(value) if value else "" for value in (before, after)]
        yield Change(_capital(kind.label), *words)
        return
    for spec in kind.fields:
        if spec.name in before or spec.name in after:
            words = [spec.form.display(value.get(spec.name)) for value in (before, after)]
            label = _capital(kind.label)
            if len(kind.fields) > 1:
                label = f"{label}, {str(spec.label).lower()}"
            yield Change(label, *words)


def _publication(detail: Mapping[str, Any]) -> Iterator[Change]:
    states = {value: str(label) for value, label in PublicationState.choices}
    label = gettext("Kallelsen") if detail.get("phase") == Phase.PLAN else gettext("Anteckningarna")
    words = [states.get(str(detail.get(key)), "") for key in ("before", "after")]
    yield Change(label, *words)


def _plan_shown(detail: Mapping[str, Any]) -> Iterator[Change]:
    states = {value: str(label) for value, label in PublicationState.choices}
    words = [states.get(str(detail.get(key)), "") for key in ("before", "after")]
    yield Change(gettext("Planen"), *words)


def _planned_days(detail: Mapping[str, Any]) -> Iterator[Change]:
    days = [short_day(dt.date.fromisoformat(day)) for day in detail.get("days", ())]
    yield Change(gettext("Dagar"), "", ", ".join(days))


def _answer(detail: Mapping[str, Any]) -> Iterator[Change]:
    """What somebody answered to a notice."""
    words = {"coming": gettext("kommer"), "regrets": gettext("har förhinder")}
    told = [words.get(str(detail.get(key)), "") for key in ("before", "after")]
    yield Change(str(detail.get("person") or gettext("Svar")), *told)


def _spliced(detail: Mapping[str, Any]) -> Iterator[Change]:
    """What went and what came in a text."""
    label = gettext("Punkt %(number)s") % {"number": detail.get("number", "")}
    yield Change(label, _shown(detail.get("removed")), _shown(detail.get("added")))


def _presence(detail: Mapping[str, Any]) -> Iterator[Change]:
    shown = _choice(PRESENCES)
    label = str(detail.get("name") or gettext("Närvaro"))
    yield Change(label, shown(detail.get("before")), shown(detail.get("after")))


def _movement(detail: Mapping[str, Any]) -> Iterator[Change]:
    """Who came or left, at which item and when."""
    number, at = detail.get("number"), detail.get("at")
    words = [_choice(MOVEMENTS)(detail.get("kind"))]
    words += [gettext("vid punkt %(number)s") % {"number": number}] if number else []
    words += [gettext("kl. %(at)s") % {"at": at}] if at else []
    yield Change(str(detail.get("name") or gettext("Namn")), "", " ".join(words))


def _served(detail: Mapping[str, Any]) -> Iterator[Change]:
    whom = detail.get("for")
    words = gettext("tjänstgör för %(name)s") % {"name": whom} if whom else gettext("för ingen")
    yield Change(str(detail.get("name") or gettext("Namn")), "", words)


def _duty(detail: Mapping[str, Any]) -> Iterator[Change]:
    words = {
        "chairs": gettext("leder mötet"),
        "keeps_minutes": gettext("sekreterare"),
        "checks": gettext("justerar"),
    }
    told = words.get(str(detail.get("duty")), "")
    pair = ("", told) if detail.get("has") else (told, "")
    yield Change(str(detail.get("name") or gettext("Namn")), *pair)


def _outcome(detail: Mapping[str, Any]) -> Iterator[Change]:
    shown = _choice(OUTCOMES)
    words = [shown(detail.get(key)) for key in ("before", "after")]
    yield Change(gettext("Punkt %(number)s") % {"number": detail.get("number", "")}, *words)


def _of_somebody(
    **labels: tuple[_StrPromise, Callable[[Any], str]],
) -> Callable[[Mapping[str, Any]], Iterable[Change]]:
    """Fields of `before` and `after`, after whose they are."""
    fields = _fields(**labels)

    def tell(detail: Mapping[str, Any]) -> Iterator[Change]:
        yield Change(gettext("Namn"), "", _shown(detail.get("name")))
        yield from fields(detail)

    return tell


def _headings(detail: Mapping[str, Any]) -> Iterator[Change]:
    for one in detail.get("items", ()):
        yield Change(str(_("Rubrik")), _shown(one.get("before")), _shown(one.get("after")))


def _closing(detail: Mapping[str, Any]) -> Iterator[Change]:
    grounds = [(detail.get(key) or {}).get("ground", "") for key in ("before", "after")]
    yield Change(gettext("Bestämmelse"), *grounds)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool | dict):
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _role(value: Any) -> str:
    return str(dict(Role.choices).get(value, value or ""))


def _day(value: Any) -> str:
    return short_day(dt.date.fromisoformat(value)) if value else ""


def _choice(choices: Iterable[tuple[str, Any]]) -> Callable[[Any], str]:
    """What one of these values is called."""

    def shown(value: Any) -> str:
        return str(dict(choices).get(value, value or ""))

    return shown


def _side(value: Any) -> str:
    return str(dict(Side.choices).get(value, value or ""))


def _document_kind(value: Any) -> str:
    return str(dict(DOCUMENT_KINDS).get(value, value or ""))


def _item_kind(value: Any) -> str:
    return str(dict(ITEM_KINDS).get(value, value or ""))


def _capital(label: object) -> str:
    words = str(label)
    return words[:1].upper() + words[1:]


_ROLE = _fields(
    role=(_("Roll"), _role), since=(_("Från och med"), _day), until=(_("Till och med"), _day)
)
_SITS = _fields(
    person=(_("Person"), _shown),
    role=(_("Roll"), _shown),
    function=(_("Funktion"), _shown),
    since=(_("Från och med"), _day),
    until=(_("Till och med"), _day),
)
_SEAT = _fields(
    role=(_("Roll"), _shown),
    principal=(_("Huvudman"), _shown),
    side=(_("Sida"), _side),
    function=(_("Funktion"), _shown),
    count=(_("Antal"), _shown),
)
_BODY = _fields(
    kind=(_("Slag"), _choice(BODY_KINDS)),
    legal_form=(_("Form i lag"), _choice(LEGAL_FORMS)),
    decision_rule=(_("Beslutar"), _choice(DECISION_RULES)),
    effect=(_("Verkan"), _choice(DECISION_EFFECTS)),
    side=(_("Sida"), _side),
    about=(_("Uppgift"), _shown),
    parent=(_("Under"), _shown),
    owner=(_("Förvaras hos"), _shown),
    since=(_("Från och med"), _day),
    until=(_("Till och med"), _day),
)
_MANDATE = _fields(
    what=(_("Mandat"), _shown),
    effect=(_("Verkan"), _choice(DECISION_EFFECTS)),
    ground=(_("Grund"), _shown),
    since=(_("Från och med"), _day),
    until=(_("Till och med"), _day),
)
_BY_CLAUSE = _fields(person=(_("Person"), _shown), text=(_("Beslut"), _shown))
_JUDGED = _fields(text=(_("Beslut"), _shown), reason=(_("Skäl"), _shown))
_VERSION = _fields(version=(_("Version"), _shown), sha256=(_("Kontrollsumma"), _shown))
_LINKS = _fields(
    prepares=(_("Bereder åt"), _shown),
    reports=(_("Rapporterar till"), _shown),
)
_ORGANISATION = _fields(
    name=(_("Namn"), _shown),
    kind=(_("Slag"), _choice(ORGANISATION_KINDS)),
    code=(_("Kod"), _shown),
)
_WORK = _fields(
    person=(_("Person"), _shown),
    organisation=(_("Organisation"), _shown),
    title=(_("Titel"), _shown),
    since=(_("Från och med"), _day),
    until=(_("Till och med"), _day),
)
_CLAUSE = _fields(
    text=(_("Text"), _shown),
    assignees=(_("Mottagare"), _shown),
    appointees=(_("Utsedda"), _shown),
    due=(_("Klart"), _shown),
    to=(_("Vart"), _shown),
    back=(_("Väntas åter"), _shown),
)
_FOLLOWED_UP = _fields(
    text=(_("Uppdrag"), _shown),
    report=(_("Rapport"), _shown),
    files=(_("Filer"), _shown),
    due=(_("Klart"), _shown),
    named=(_("Namn i handlingen"), _shown),
    to=(_("Till"), _shown),
    parts=(_("Delar"), _shown),
    into=(_("Sammanfört med"), _shown),
    other=(_("Det andra uppdraget"), _shown),
)
_DECIDER = _fields(by=(_("Av"), _shown), abstaining=(_("Deltar inte"), _shown))
_VOTE = _fields(
    text=(_("Omröstning"), _shown),
    in_favour=(_("Ja"), _shown),
    against=(_("Nej"), _shown),
    abstained=(_("Avstår"), _shown),
)
_PROPOSAL = _fields(by=(_("Av"), _shown), points=(_("Punkter"), _shown))
_ITEM = _fields(
    heading=(_("Rubrik"), _shown),
    kind=(_("Slag"), _item_kind),
    minutes=(_("Minuter"), _shown),
    description=(_("Text"), _shown),
    presenters=(_("Föredragande"), _shown),
)
_MEETING = _fields(
    date=(_("Dag"), _day),
    start=(_("Börjar"), _shown),
    end=(_("Slutar"), _shown),
    place=(_("Plats"), _shown),
    material_due=(_("Underlag senast"), _day),
    notice_due=(_("Kallelse senast"), _day),
)
_ATTACHMENT = _fields(
    label=(_("Bilaga"), _shown),
    title=(_("Rubrik"), _shown),
    file=(_("Fil"), _shown),
    version=(_("Version"), _shown),
    ground=(_("Bestämmelse"), _shown),
)
_GROUP = _fields(name=(_("Namn"), _shown), about=(_("Om"), _shown))
_IN_GROUP = _fields(
    organisation=(_("Organisation"), _shown),
    since=(_("Från och med"), _day),
    until=(_("Till och med"), _day),
)
_ROLES = {"accounts.give_role", "accounts.end_role", "accounts.invite"}
_FACTS = _words(_("Antal uppgifter"), "facts")
_TELLING: dict[str, Callable[[Mapping[str, Any]], Iterable[Change]]] = {
    "accounts.change_email": _before_after(_("E-post")),
    "accounts.close_account": _words(_("Konto"), "name"),
    "accounts.end_role": _ROLE,
    "accounts.give_role": _ROLE,
    "accounts.give_link": _fields(recipient=(_("Till"), _shown), until=(_("Till och med"), _day)),
    "accounts.invite": _fields(
        name=(_("Namn"), _shown), email=(_("E-post"), _shown), role=(_("Roll"), _role)
    ),
    "accounts.make_account": _fields(name=(_("Namn"), _shown), email=(_("E-post"), _shown)),
    "accounts.reopen_account": _words(_("Konto"), "name"),
    "accounts.revoke_invitation": _words(_("E-post"), "email"),
    "accounts.send_again": _words(_("E-post"), "email"),
    "documents.describe": _fields(kind=(_("Slag"), _document_kind), title=(_("Rubrik"), _shown)),
    "documents.remove_unread": _words(_("Fil"), "name"),
    "documents.store_document": _words(_("Fil"), "name"),
    "intake.accept": _FACTS,
    "intake.add": _fact,
    "intake.confirm": _fact,
    "intake.correct": _fact,
    "intake.carry_out_list": _words(_("Lista"), "name"),
    "intake.decide_rows": _words(_("Lista"), "name"),
    "intake.drop": _fact,
    "intake.hand_in_list": _words(_("Lista"), "name"),
    "intake.read_list": _words(_("Lista"), "name"),
    "intake.remove_list": _words(_("Lista"), "name"),
    "intake.recognising.give_up": _words(_("Skäl"), "problem"),
    "intake.recognising.queue": _words(_("Antal sidor"), "pages"),
    "intake.restore": _fact,
    "intake.take_in": _FACTS,
    "intake.undo": _words(_("Steget hade tagits av"), "by"),
    **dict.fromkeys(
        (
            "matters.report_assignment",
            "matters.finish_assignment",
            "matters.drop_assignment",
            "matters.reopen_assignment",
            "matters.move_assignment",
            "matters.carry_assignment",
            "matters.hand_over_assignment",
            "matters.give_assignment",
            "matters.say_who_has_assignment",
            "matters.split_assignment",
            "matters.join_assignment",
            "matters.keep_assignments_apart",
        ),
        _FOLLOWED_UP,
    ),
    "matters.name_matter": _before_after(_("Namn")),
    "matters.number_matter": _before_after(_("Diarienummer")),
    "matters.part_matter": _words(_("Namn"), "title"),
    "matters.remove_step": _words(_("Text"), "text"),
    "matters.tie_item": _words(_("Punkt"), "heading"),
    "matters.untie_item": _words(_("Punkt"), "heading"),
    "matters.add_phrase": _words(_("Fras"), "text"),
    "matters.add_point": _words(_("Punkt"), "text"),
    "matters.change_assignment": _spliced,
    "matters.change_clause": _spliced,
    "matters.change_decision": _DECIDER,
    "matters.change_phrase": _before_after(_("Fras")),
    "matters.change_reservation": _spliced,
    "matters.change_stance": _fields(by=(_("Av"), _shown), points=(_("Punkter"), _shown)),
    "matters.hold_proposals": _words(_("Punkt"), "heading"),
    "matters.move_item": _words(_("Vart"), "text"),
    "matters.name_proposer": _before_after(_("Av")),
    "matters.note_assignment": _CLAUSE,
    "matters.open_decision": _DECIDER,
    "matters.put_proposal": _PROPOSAL,
    "matters.record_vote": _VOTE,
    "matters.remove_assignment": _CLAUSE,
    "matters.remove_clause": _CLAUSE,
    "matters.remove_decision": _words(_("Av"), "by"),
    "matters.remove_held_proposal": _PROPOSAL,
    "matters.remove_phrase": _words(_("Fras"), "text"),
    "matters.remove_point": _words(_("Punkt"), "text"),
    "matters.remove_reservation": _fields(by=(_("Av"), _shown), text=(_("Text"), _shown)),
    "matters.remove_stance": _fields(by=(_("Av"), _shown), points=(_("Punkter"), _shown)),
    "matters.remove_vote": _words(_("Omröstning"), "text"),
    "matters.reserve": _fields(by=(_("Av"), _shown), text=(_("Text"), _shown)),
    "matters.reword_point": _spliced,
    "matters.settle_point": _words(_("Punkt"), "number"),
    "matters.take_stance": _fields(by=(_("Av"), _shown), points=(_("Punkter"), _shown)),
    "matters.undo_move": _words(_("Vart"), "text"),
    "matters.leave_by_clause": _BY_CLAUSE,
    "matters.seat_appointed": _BY_CLAUSE,
    "matters.unseat": _BY_CLAUSE,
    "matters.dismiss_mandate": _JUDGED,
    "matters.suggest_mandate_again": _JUDGED,
    "matters.tie_mandate": _words(_("Beslut"), "text"),
    "matters.untie_mandate": _words(_("Mandat"), "what"),
    "matters.write_clause": _CLAUSE,
    "matters.change_proposal": _PROPOSAL,
    "matters.propose": _PROPOSAL,
    "matters.record_proceedings": _FACTS,
    "matters.remove_proposal": _PROPOSAL,
    "matters.answer_link": _words(_("Punkt"), "heading"),
    "matters.undo_link_answer": _words(_("Punkt"), "heading"),
    "matters.say_clause_matters": _words(_("Beslut"), "text"),
    "matters.undo_clause_matters": _words(_("Beslut"), "text"),
    "matters.take_up": _words(_("Punkt"), "heading"),
    "matters.begin_commission": _words(_("Uppdrag"), "text"),
    "matters.change_commission": _words(_("Uppdrag"), "text"),
    "matters.set_terms": _words(_("Uppdrag"), "text"),
    "matters.end_commission": _words(_("Uppdrag"), "text"),
    "matters.resume_commission": _words(_("Uppdrag"), "text"),
    "matters.place_assignment": _words(_("Uppdrag"), "text"),
    "matters.leave_out_assignment": _words(_("Uppdrag"), "text"),
    "meetings.add_attachment": _ATTACHMENT,
    "meetings.add_attachment_version": _ATTACHMENT,
    "meetings.add_item": _words(_("Punkt"), "heading"),
    "meetings.begin_agenda": _words(_("Punkter"), "headings"),
    "meetings.change_template": _fields(name=(_("Namn"), _shown), headings=(_("Punkter"), _shown)),
    "meetings.make_template": _words(_("Namn"), "name"),
    "meetings.remove_template": _words(_("Namn"), "name"),
    "meetings.change_attachment": _ATTACHMENT,
    "meetings.change_item": _ITEM,
    "meetings.cancel_meeting": _MEETING,
    "meetings.change_meeting": _MEETING,
    "meetings.answer": _answer,
    "meetings.call_in": _fields(
        person=(_("För"), _shown), alternate=(_("Inkallad ersättare"), _shown)
    ),
    "meetings.change_letterhead": _fields(
        organisation=(_("Avsändare"), _shown),
        sender=(_("Avsändarens uppgifter"), _shown),
        accent=(_("Färg"), _shown),
        logo_text=(_("Logotypens text"), _shown),
        opening=(_("Inledande text"), _shown),
        closing=(_("Avslutande text"), _shown),
        footer=(_("Sidfot"), _shown),
    ),
    "meetings.close_item": _closing,
    "meetings.finalise": _publication,
    "meetings.move_meeting": _MEETING,
    "meetings.make_notice": _words(_("Version"), "version"),
    "meetings.open_item": _closing,
    "meetings.add_attendee": _words(_("Namn"), "name"),
    "meetings.add_extra_item": _words(_("Punkt"), "heading"),
    "meetings.begin_item": _words(_("Punkt"), "heading"),
    "meetings.change_attendee": _of_somebody(
        title=(_("Titel"), _shown), organisation=(_("Organisation"), _shown)
    ),
    "meetings.end_meeting": _words(_("Slutade"), "at"),
    "meetings.give_duty": _duty,
    "meetings.leave_item": _words(_("Punkt"), "heading"),
    "meetings.let_serve": _served,
    "meetings.mark_presence": _presence,
    "meetings.note_movement": _movement,
    "meetings.order_room": _before_after(_("Ordning")),
    "meetings.put_back_withdrawn": _words(_("Punkt"), "heading"),
    "meetings.remove_attendee": _words(_("Namn"), "name"),
    "meetings.remove_extra_item": _words(_("Punkt"), "heading"),
    "meetings.remove_movement": _movement,
    "meetings.reword_item": _before_after(_("Rubrik")),
    "meetings.set_absence": _of_somebody(
        reason=(_("Deltar inte"), _choice(ABSENCE_REASONS)), note=(_("Skäl"), _shown)
    ),
    "meetings.set_outcome": _outcome,
    "meetings.set_presenters": _before_after(_("Föredragande")),
    "meetings.set_sitting": _fields(
        start=(_("Började"), _shown), end=(_("Slutade"), _shown), place=(_("Plats"), _shown)
    ),
    "meetings.take_in_item": _words(_("Punkt"), "heading"),
    "meetings.withdraw_item": _words(_("Punkt"), "heading"),
    "meetings.open_room": _fields(
        items=(_("Antal punkter"), _shown), attending=(_("Antal på närvarolistan"), _shown)
    ),
    "meetings.order_attachments": _before_after(_("Ordning")),
    "meetings.order_items": _before_after(_("Ordning")),
    "meetings.plan_meeting": _MEETING,
    "meetings.plan_year": _planned_days,
    "meetings.publish": _publication,
    "meetings.pull_item": _words(_("Punkt"), "heading"),
    "meetings.put_back_item": _words(_("Punkt"), "heading"),
    "meetings.accept_matter": _words(_("Ärende"), "heading"),
    "meetings.answer_question": _fields(heading=(_("Rubrik"), _shown), text=(_("Text"), _shown)),
    "meetings.decline_matter": _words(_("Ärende"), "heading"),
    "meetings.raise_matter": _words(_("Ärende"), "heading"),
    "meetings.record_meeting": _FACTS,
    "meetings.return_matter": _words(_("Ärende"), "heading"),
    "meetings.withdraw_matter": _words(_("Ärende"), "heading"),
    "meetings.remove_attachment": _ATTACHMENT,
    "meetings.remove_item": _words(_("Punkt"), "heading"),
    "meetings.reinstate_meeting": _MEETING,
    "meetings.set_deadlines": _fields(
        material=(_("Underlag senast"), _day), notice=(_("Kallelse senast"), _day)
    ),
    "meetings.set_terms": _fields(
        start=(_("Börjar"), _shown),
        end=(_("Slutar"), _shown),
        place=(_("Plats"), _shown),
        material_days=(_("Dagar före för underlag"), _shown),
        notice_days=(_("Dagar före för kallelse"), _shown),
        pre_minutes=(_("Förmötet börjar minuter före"), _shown),
    ),
    "meetings.send_again": _words(_("Till"), "name"),
    "meetings.send_notice": _fields(
        version=(_("Version"), _shown), letters=(_("Antal brev"), _shown)
    ),
    "meetings.share": _publication,
    "meetings.show_plan": _plan_shown,
    "meetings.take_up_meeting": _MEETING,
    "meetings.tell_of_change": _words(_("Antal brev"), "letters"),
    "meetings.withdraw": _publication,
    "meetings.withdraw_attachment": _ATTACHMENT,
    "meetings.follow_last_meeting": _headings,
    "matters.answer_comment": _words(_("Svar"), "after"),
    "matters.begin_correction": _words(_("Version"), "corrects"),
    "matters.comment_minutes": _words(_("Kommentar"), "text"),
    "matters.correct_minutes": _VERSION,
    "matters.finalise_minutes": _VERSION,
    "matters.give_up_correction": _words(_("Version"), "corrects"),
    "matters.note_signed": _words(_("Namn"), "name"),
    "matters.share_minutes": _VERSION,
    "matters.sign_minutes": _words(_("Namn"), "name"),
    "meetings.write_discussion": _spliced,
    "publications.publish_version": _words(_("Version"), "number"),
    "publications.suppress_version": _words(_("Version"), "number"),
    "publications.move_addresses": _words(_("Adresser"), "slugs"),
    "publications.give_addresses_back": _words(_("Adresser"), "slugs"),
    "registry.absorb_body": _words(_("Det andra organet"), "other"),
    "registry.add_body": _fields(name=(_("Namn"), _shown), short_name=(_("Kort namn"), _shown)),
    "registry.add_body_name": _words(_("Namn"), "name"),
    "registry.add_affiliation": _WORK,
    "registry.add_group": _GROUP,
    "registry.add_membership": _SITS,
    "registry.add_organisation": _ORGANISATION,
    "registry.add_person": _words(_("Namn"), "name"),
    "registry.add_seat": _SEAT,
    "registry.add_to_group": _IN_GROUP,
    "registry.change_affiliation": _WORK,
    "registry.change_group": _GROUP,
    "registry.change_in_group": _IN_GROUP,
    "registry.change_membership": _SITS,
    "registry.change_organisation": _ORGANISATION,
    "registry.change_seat": _SEAT,
    "registry.give_mandate": _MANDATE,
    "registry.change_mandate": _MANDATE,
    "registry.end_mandate": _MANDATE,
    "registry.remove_mandate": _MANDATE,
    "registry.remove_membership": _SITS,
    "registry.reopen_membership": _SITS,
    "registry.choose_county": _words(_("Län"), "name"),
    "registry.describe_body": _BODY,
    "registry.end_membership": _SITS,
    "registry.link_body": _LINKS,
    "registry.load_populations": _words(_("Källa"), "source"),
    "registry.merge_people": _words(_("Den andra"), "other"),
    "registry.refuse_body_name": _words(_("Namn"), "name"),
    "registry.rename_body": _fields(name=(_("Namn"), _shown), short_name=(_("Kort namn"), _shown)),
    "registry.remove_affiliation": _WORK,
    "registry.remove_body_name": _words(_("Namn"), "name"),
    "registry.remove_from_group": _IN_GROUP,
    "registry.remove_person": _words(_("Namn"), "name"),
    "registry.remove_seat": _SEAT,
    "registry.separate_body": _words(_("Det andra organet"), "other"),
    "registry.separate_name": _words(_("Namn"), "name"),
    "registry.set_body_kind": _before_after(_("Slag")),
    "registry.set_email": _before_after(_("E-post")),
    "registry.show_person_as": _before_after(_("Namn")),
    "registry.tie_person": _words(_("Person"), "person"),
    "registry.untie_person": _words(_("Person"), "person"),
}
