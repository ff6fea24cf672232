"""The screen in English."""

from kiosk.ui.phrases.table import (
    Banners,
    BannerWords,
    ChooseWords,
    Controls,
    Counted,
    IdleWords,
    LineWords,
    OutWords,
    PageWords,
    Phrases,
    TileWords,
    ToastWords,
)

ENGLISH = Phrases(
    idle=IdleWords(
        ready=PageWords("Tap your ID"),
        hold=PageWords("Hold", "Stay in your room. If you are just back, tap your ID."),
        frozen=PageWords("No passes now", "If you are just back, tap your ID."),
        unplugged=PageWords("No card reader", "Tell your teacher."),
        places_left=Counted("place left", "places left"),
        out_now="Out now",
        everyone_here="Everyone is here",
        more=Counted("and {n} more", "and {n} more"),
        bell="Next bell {time}",
        waiting=Counted("{n}\N{NO-BREAK SPACE}waiting", "{n}\N{NO-BREAK SPACE}waiting"),
        minutes_out=Counted("{n} min", "{n} min"),
        minutes_over=Counted("+{n} min", "+{n} min"),
        overtime="Overtime",
    ),
    choose=ChooseWords(
        where_to="Where to?",
        urgent_note="Urgent: go at once. An adult is told.",
        more_places="More places",
        free=TileWords("Free", "Tap to go", "Tap to go"),
        ask_teacher=TileWords("Ask teacher", "Badge needed", "Badge needed"),
        wait=TileWords("Wait", "Try soon", "About {time}"),
        not_now=TileWords("Not now", "Tap for why", "From {time}"),
        closed=TileWords("Closed", "Tap for why", "Opens {time}"),
        full=TileWords("Full", "Try soon", "About {time}"),
        line=Counted("{n} waiting", "{n} waiting"),
        urgent=TileWords("Urgent", "Go at once", "Go at once"),
    ),
    out=OutWords(
        overtime="Overtime",
        no_limit="No time limit",
        take_your_time="Take the time you need.",
        come_back="Tap your ID when you are back.",
        overtime_come_back="Come back now and tap your ID.",
        tap_there="Tap your ID when you get there.",
        adult_told="An adult has been told.",
        due="Back by {time}",
        due_there="Be there by {time}",
    ),
    controls=Controls(
        urgent="Urgent",
        cancel="Cancel",
        close="OK",
        end_it="End my pass",
        leave_line="Leave line",
        other_place="Other place",
        undo="Undo",
        not_back="Not back yet",
        seconds=Counted("{n} s", "{n} s"),
    ),
    toasts=ToastWords(
        welcome_back="Welcome back, {name}",
        busy="Wait: someone else's turn",
        try_again="Card not read. Tap it again.",
        your_turn="Your turn, {name}",
        undone="Undone, {name}",
    ),
    banners=Banners(
        alone=BannerWords("Offline: your teacher can say yes", "Offline"),
        hold=BannerWords("Hold: stay in your room", "Hold"),
        room_frozen=BannerWords("No passes from this room now", "Paused"),
        clock_unset=BannerWords("The clock is not set yet", "No clock"),
        reader_unplugged=BannerWords("No card reader: tell your teacher", "No reader"),
    ),
    starting=PageWords("Starting", "This takes a few seconds."),
    checking=PageWords("Checking", "One moment."),
    ask_teacher=PageWords("Ask your teacher", step="Teacher: tap your badge here."),
    welcome_back=PageWords("Welcome back", "Your pass has ended."),
    refused=PageWords("Not now", "Ask your teacher what to do."),
    wait=PageWords("Please wait", "Try again in a few minutes."),
    in_line=LineWords(
        ahead=Counted("In line: {n}\N{NO-BREAK SPACE}ahead", "In line: {n}\N{NO-BREAK SPACE}ahead"),
        next="You are next",
        detail="This screen calls you. Then tap your ID.",
    ),
    your_turn=PageWords("Your turn", step="Tap your ID to go."),
    arrived=PageWords("You have arrived", "Your pass has ended."),
    checked_in=PageWords(
        "You are here", "Your pass goes on.", "Tap your ID in your own room to end it."
    ),
    out_elsewhere=PageWords(
        "Still out?", "You have an open pass from another room.", "If you are done, end it here."
    ),
    card_unknown=PageWords(
        "Unknown card", "This card is not on our list.", "Ask your teacher or the office."
    ),
    not_recorded=PageWords(
        "Not saved", "No pass was started: this kiosk can't save it.", "Ask your teacher."
    ),
)
