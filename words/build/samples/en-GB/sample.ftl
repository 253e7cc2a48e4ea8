### Everything that a message can have.

plain = A “quoted” text with { "{" }braces{ "}" }
marked = Call <call>{ -emergency }</call> by { $by }, { $name }
count = { $n ->
    [0] none
    [one] one thing for { $name }
   *[other] { $n } things
 } left
who = { $who ->
    [police] The police
   *[anyone] Someone
 } will call
again = See: { plain }
paragraphs =
    One.

    Two.
label = Name
    .hint = Any name
channel =
    .email = Email
    .text = Text message
