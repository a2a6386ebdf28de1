// What is wrong with a file, and what can be done.

#include "storage/diagnosis.hpp"

namespace laurels::inline v0 {

Diagnosis doctor(const std::filesystem::path& path) { return storage::diagnose(path); }

std::string Diagnosis::text() const {
    std::string text = "'" + path.string() + "' is " + (ok ? "well" : "not well");
    for (const Finding& finding : findings) {
        text += std::string("\n- ") + (finding.bad || ok ? "" : "remark: ") + finding.what;
        if (!finding.advice.empty()) text += "\n  " + finding.advice;
    }
    return text;
}

}  // namespace laurels::inline v0
