// Templates: what they show, and what is said of wrong ones.

#include "exchange/template.hpp"

#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace laurels;
using exchange::Data;
using exchange::Template;
using testing::HasSubstr;
using testing::StartsWith;

const Data data = Data::Names{{"name", "R&D <team>"},
                              {"nothing", ""},
                              {"yes", true},
                              {"no", false},
                              {"list", Data::List{Data::Names{{"item", "one"}}, Data::Names{{"item", "two"}}}},
                              {"texts", Data::List{"a", "b"}},
                              {"empty", Data::List{}},
                              {"inner", Data::Names{{"deep", Data::Names{{"text", "found"}}}, {"name", "inner"}}}};

std::string render(std::string_view text) { return Template(text).render(data, exchange::escape_html); }
std::string error(std::string_view text) {
    try {
        render(text);
    } catch (const InvalidValue& refused) {
        return refused.what();
    }
    return "no error";
}

TEST(Template, Values) {
    EXPECT_EQ(render("a {{name}} b"), "a R&amp;D &lt;team&gt; b");
    EXPECT_EQ(render("{{{name}}}|{{& name}}|{{ name }}"), "R&D <team>|R&D <team>|R&amp;D &lt;team&gt;");
    EXPECT_EQ(render("{{nothing}}"), "");
    EXPECT_EQ(render("{{inner.deep.text}}{{! a\nremark }}"), "found");
    EXPECT_EQ(render("no tags } { }} at all"), "no tags } { }} at all");
}

TEST(Template, Sections) {
    EXPECT_EQ(render("{{#list}}<{{item}}>{{/list}}"), "<one><two>");
    EXPECT_EQ(render("{{#texts}}{{.}},{{/texts}}"), "a,b,");
    EXPECT_EQ(render("{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^no}}not{{/no}}"), "ynot");
    EXPECT_EQ(render("{{#name}}there{{/name}}{{#nothing}}no{{/nothing}}{{^empty}}none{{/empty}}"), "therenone");
    EXPECT_EQ(render("{{#inner}}{{name}} {{deep.text}}{{/inner}}"), "inner found");
    EXPECT_EQ(render("{{#list}}{{name}}{{/list}}"), "R&amp;D &lt;team&gt;R&amp;D &lt;team&gt;");
}

TEST(Template, TagsAloneOnTheirLineTakeItWithThem) {
    EXPECT_EQ(render("a\n{{#list}}\n- {{item}}\n{{/list}}\nb\n"), "a\n- one\n- two\nb\n");
    EXPECT_EQ(render("a\r\n  {{#yes}}  \r\nb\r\n{{/yes}}"), "a\r\nb\r\n");
    EXPECT_EQ(render("{{! alone }}\nx"), "x");
    EXPECT_EQ(render("{{#yes}} {{/yes}}\nx"), " \nx");
    EXPECT_EQ(render("{{nothing}}\nx"), "\nx");
}

TEST(Template, ErrorsSayWhere) {
    EXPECT_EQ(error("a\nb {{name"), "template, line 2, column 3: {{ without }}");
    EXPECT_EQ(error("{{{name}}"), "template, line 1, column 1: {{{ without }}}");
    EXPECT_EQ(error("\n\nä {{#list}}"),
              "template, line 3, column 3: the section 'list' does not end: {{/list}} is missing");
    EXPECT_EQ(error("{{#list}}\n{{/lists}}"),
              "template, line 2, column 1: {{/lists}} stands where {{/list}} must: the section begins on line 1");
    EXPECT_EQ(error("x{{/list}}"), "template, line 1, column 2: {{/list}} ends a section that did not begin");
    EXPECT_THAT(error("{{> part}}"), StartsWith("template, line 1, column 1: '> part' is no name: a tag is {{name}}"));
    EXPECT_THAT(error("{{=<% %>=}}"), HasSubstr("is no name"));
    EXPECT_THAT(error("{{}}"), HasSubstr("'' is no name"));
    EXPECT_THAT(error("{{a..b}}"), HasSubstr("is no name"));
    EXPECT_EQ(error("\n {{nmae}}"),
              "template, line 2, column 2: there is no 'nmae' here; there are empty, inner, list, name, no, nothing, "
              "texts, yes");
    EXPECT_THAT(error("{{list}}"), HasSubstr("'list' is no text: it is asked for by {{#list}} … {{/list}}"));
    EXPECT_THAT(error("\xFF"), HasSubstr("not UTF-8 at byte 1"));
}

TEST(Template, NothingTakesForEver) {
    std::string deep;
    for (int i = 0; i < 65; ++i) deep += "{{#list}}";
    EXPECT_THAT(error(deep), HasSubstr("nested more than 64 deep"));
    std::string wide;
    for (int i = 0; i < 40; ++i) wide += "{{#list}}";
    for (int i = 0; i < 40; ++i) wide += "{{/list}}";
    EXPECT_THAT(error(wide), HasSubstr("it takes too long"));
}

TEST(Escape, Markdown) {
    using exchange::escape_markdown;
    EXPECT_EQ(escape_markdown("Plain text, with 'quotes' (and more) - 1."),
              "Plain text, with 'quotes' (and more) - 1.");
    EXPECT_EQ(escape_markdown("*a* _b_ [c](d) <e> `f` \\ ~ |"),
              "\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\` \\\\ \\~ \\|");
    EXPECT_EQ(escape_markdown("# no heading"), "\\# no heading");
    EXPECT_EQ(escape_markdown("- no list"), "\\- no list");
    EXPECT_EQ(escape_markdown("2025. A year"), "2025\\. A year");
    EXPECT_EQ(escape_markdown("R&D and &amp;"), "R&D and \\&amp;");
}

}  // namespace
