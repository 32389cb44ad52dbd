#include "tenancy/policy/decision.h"
#include "tenancy/policy/statement.h"
#include "tenancy/policy/strict_json.h"

#include "tests/fuzz/target.h"

#include <algorithm>
#include <set>
#include <vector>

namespace joingate::fuzz {
namespace {

using namespace policy;

constexpr std::size_t kMostLevels = 16;
constexpr std::size_t kLongestReason = 4096;

/// What strict means, judged while the library reads by itself.
class Judge : public nlohmann::json_sax<Json> {
public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool binary(binary_t&) override { return false; }
    bool string(string_t& text) override { return is_printable(text); }
    bool key(string_t& text) override {
        return is_printable(text) && keys_.back().insert(text).second;
    }
    bool start_object(std::size_t) override { return open(); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

private:
    static bool is_printable(std::string_view text) {
        std::u32string characters;
        return decode_utf8(text, characters) &&
               std::none_of(characters.begin(), characters.end(),
                            [](char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); });
    }
    bool open() {
        keys_.emplace_back();
        return keys_.size() <= kMostLevels;
    }
    bool close() {
        keys_.pop_back();
        return true;
    }

    std::vector<std::set<std::string>> keys_;
};

bool is_strict(std::string_view text) {
    Judge judge;
    return text.find('\0') == std::string_view::npos && text.substr(0, 3) != "\xEF\xBB\xBF" &&
           Json::sax_parse(text.begin(), text.end(), &judge);
}

bool is_read(std::string_view text, Json& json) {
    try {
        json = read_json(text, {static_cast<int>(kMostLevels), false});
        return true;
    } catch (const BadJson& e) {
        must(is_utf8(e.what()), "a reason is text");
        return false;
    }
}

DocumentPtr read(std::string_view text, Kind kind) {
    try {
        return Document::parse(text, kind);
    } catch (const Malformed& e) {
        must(!e.code().empty() && is_utf8(e.what()) &&
                 std::string_view{e.what()}.size() < kLongestReason,
             "a refused policy has a code and a short reason");
        return nullptr;
    }
}

Decision answer(std::vector<DocumentPtr> documents) {
    Asker asker;
    asker.account = "1000000000000001";
    asker.user = "reader";
    asker.identity = std::move(documents);
    return decide(asker, {"linkwan:GetGateway",
                          {"acs:linkwan:cn-shanghai:1000000000000001:gateway/1"},
                          {{"acs:SourceIp", "192.0.2.1"}, {"acs:SecureTransport", "true"}}});
}

void check_document(std::string_view text, const Json* json, Kind kind) {
    static const auto deny_all = Document::parse(
        R"({"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})",
        Kind::Identity);
    const auto document = read(text, kind);
    if (!document) return;
    must(json != nullptr && json->is_object() && json->size() == 2 &&
             json->at("Statement").size() == document->statements().size(),
         "a policy is all of what its text says");
    const auto decision = answer({document});
    must(answer({document, deny_all}) == Decision::ExplicitDeny, "deny beats allow");
    must(answer({document, nullptr}) == Decision::ExplicitDeny,
         "a stored policy that cannot be understood denies everything");
    const auto again = read(json->dump(), kind);
    must(again && answer({again}) == decision, "a policy means the same however it is written");
}

} // namespace

void check(std::string_view text) {
    Json json;
    const bool is_good = is_read(text, json);
    must(is_good == is_strict(text), "exactly strict JSON is taken");
    if (is_good) {
        Json again;
        must(is_read(json.dump(), again) && again == json, "JSON comes back as it was read");
    }
    for (const auto kind : {Kind::Identity, Kind::Session, Kind::Trust})
        check_document(text, is_good ? &json : nullptr, kind);
}

} // namespace joingate::fuzz
