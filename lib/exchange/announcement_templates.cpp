// The templates that announcements are made with where none is given.

#include <laurels/exporting.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace laurels::inline v0 {

namespace {

constexpr std::string_view shortlist_markdown = R"mustache(# {{award}} {{edition}}: shortlist

{{#ceremonies}}
{{name}}{{#status}} ({{status}}){{/status}}: {{date}}{{^date}}date not known yet{{/date}}{{#place}}, {{place}}{{/place}}

{{/ceremonies}}
{{#categories}}
## {{name}}

{{#description}}
{{description}}

{{/description}}
{{#shortlist}}
- **{{name}}**{{#work}}, for *{{work}}*{{/work}}{{#title}}: {{title}}{{/title}}
{{/shortlist}}
{{#cancelled}}
This category was cancelled{{#cancelled_reason}}: {{cancelled_reason}}{{/cancelled_reason}}.
{{/cancelled}}
{{^cancelled}}
{{^shortlist}}
No shortlist has been published.
{{/shortlist}}
{{/cancelled}}

{{/categories}}
)mustache";

constexpr std::string_view result_markdown = R"mustache(# {{award}} {{edition}}: results

{{#ceremonies}}
{{name}}{{#status}} ({{status}}){{/status}}: {{date}}{{^date}}date not known yet{{/date}}{{#place}}, {{place}}{{/place}}

{{/ceremonies}}
{{#categories}}
## {{name}}

{{#winners}}
- Winner{{#tie}} (tie){{/tie}}: **{{name}}**{{#work}}, for *{{work}}*{{/work}}{{#title}}: {{title}}{{/title}}{{#share}} (share {{share}}){{/share}}{{#refused}} – refused the award{{/refused}}{{#prevented}} – was prevented from accepting{{/prevented}}
{{/winners}}
{{#others}}
- {{outcome}}: {{name}}{{#work}}, for *{{work}}*{{/work}}{{#title}}: {{title}}{{/title}}
{{/others}}
{{#no_award}}
No award was made{{#no_award_reason}}: {{no_award_reason}}{{/no_award_reason}}.
{{/no_award}}
{{#cancelled}}
This category was cancelled{{#cancelled_reason}}: {{cancelled_reason}}{{/cancelled_reason}}.
{{/cancelled}}
{{#undecided}}
{{^others}}
No result has been published.
{{/others}}
{{/undecided}}

{{/categories}}
)mustache";

constexpr std::string_view page_begin = R"mustache(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { margin: 0 auto; max-width: 42rem; padding: 2.5rem 1.25rem; font: 1.05rem/1.55 Georgia, "Times New Roman", serif; color: #222; background: #fff; }
h1 { margin: 0 0 .4rem; font-size: 1.9rem; line-height: 1.2; font-weight: 600; }
h2 { margin: 2.2rem 0 .6rem; padding-top: .9rem; border-top: 1px solid #d8d2c4; font-size: 1.25rem; font-weight: 600; }
p { margin: .3rem 0; }
.ceremony, .description, .none { color: #5c5648; }
ul { margin: .4rem 0 0; padding: 0; list-style: none; }
li { margin: .55rem 0; }
.label { display: inline-block; margin-right: .5rem; padding: .05rem .5rem; border-radius: .8rem; background: #efe9da; color: #5c4a12; font: .78rem/1.5 system-ui, sans-serif; }
.winner .label { background: #7a5c00; color: #fff; }
.about { display: block; color: #444; }
.remark { font-size: .95rem; color: #5c5648; }
@media (prefers-color-scheme: dark) {
  body { color: #e8e4da; background: #1b1a17; }
  h2 { border-color: #45402f; }
  .ceremony, .description, .none, .remark { color: #b5ad9a; }
  .about { color: #cfc9bb; }
  .label { background: #3a3424; color: #e6d9ae; }
  .winner .label { background: #d9b84a; color: #1b1a17; }
}
</style>
)mustache";

constexpr std::string_view ceremonies = R"mustache({{#ceremonies}}
<p class="ceremony">{{name}}{{#status}} ({{status}}){{/status}}: {{date}}{{^date}}date not known yet{{/date}}{{#place}}, {{place}}{{/place}}</p>
{{/ceremonies}}
)mustache";

constexpr std::string_view cancelled = R"mustache({{#cancelled}}
<p class="none">This category was cancelled{{#cancelled_reason}}: {{cancelled_reason}}{{/cancelled_reason}}.</p>
{{/cancelled}}
)mustache";

constexpr std::string_view about =
    R"mustache({{#work}}<span class="about">for <cite>{{work}}</cite></span>{{/work}}{{#title}}<span class="about">{{title}}</span>{{/title}})mustache";

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text += part;
    return text;
}

std::string shortlist_html() {
    return joined({page_begin, R"mustache(<title>{{award}} {{edition}}: shortlist</title>
</head>
<body>
<h1>{{award}} {{edition}}: shortlist</h1>
)mustache",
                   ceremonies, R"mustache({{#categories}}
<h2>{{name}}</h2>
{{#description}}
<p class="description">{{description}}</p>
{{/description}}
<ul>
{{#shortlist}}
<li><strong>{{name}}</strong>)mustache",
                   about, R"mustache(</li>
{{/shortlist}}
</ul>
)mustache",
                   cancelled, R"mustache({{^cancelled}}
{{^shortlist}}
<p class="none">No shortlist has been published.</p>
{{/shortlist}}
{{/cancelled}}
{{/categories}}
</body>
</html>
)mustache"});
}

std::string result_html() {
    return joined(
        {page_begin, R"mustache(<title>{{award}} {{edition}}: results</title>
</head>
<body>
<h1>{{award}} {{edition}}: results</h1>
)mustache",
         ceremonies, R"mustache({{#categories}}
<h2>{{name}}</h2>
<ul>
{{#winners}}
<li class="winner"><span class="label">Winner{{#tie}} (tie){{/tie}}</span><strong>{{name}}</strong>)mustache",
         about,
         R"mustache({{#share}} <span class="remark">share {{share}}</span>{{/share}}{{#refused}} <span class="remark">refused the award</span>{{/refused}}{{#prevented}} <span class="remark">was prevented from accepting</span>{{/prevented}}</li>
{{/winners}}
{{#others}}
<li><span class="label">{{outcome}}</span>{{name}})mustache",
         about, R"mustache(</li>
{{/others}}
</ul>
{{#no_award}}
<p class="none">No award was made{{#no_award_reason}}: {{no_award_reason}}{{/no_award_reason}}.</p>
{{/no_award}}
)mustache",
         cancelled, R"mustache({{#undecided}}
{{^others}}
<p class="none">No result has been published.</p>
{{/others}}
{{/undecided}}
{{/categories}}
</body>
</html>
)mustache"});
}

}  // namespace

std::string announcement_template(Announced kind, Markup format) {
    if (format == Markup::html) return kind == Announced::shortlist ? shortlist_html() : result_html();
    return std::string(kind == Announced::shortlist ? shortlist_markdown : result_markdown);
}

}  // namespace laurels::inline v0
