#include "writing.hpp"

namespace laurels::python {

void refuse_unwritable(const std::string& caller, Kind kind) {
    if (kind == Kind::credit) {
        throw WrongKind(caller + ": a credit is written through its nomination: revise(nomination, credits=…)",
                        {Kind::nomination}, kind);
    }
    std::vector<Kind> allowed;
    each_record([&](const auto& record) {
        using R = std::decay_t<decltype(record)>;
        if constexpr (WritableType<R>) allowed.push_back(kind_of<R>);
    });
    throw WrongKind(caller +
                        ": a claim is made by claim(subject, field, value) and ended by settle(); what was entered "
                        "wrongly is put right by correct()",
                    allowed, kind);
}

void Batch::add(py::handle record) {
    const auto caller = [this] { return "record " + std::to_string(ids_.size() + size_) + " of those for add_all()"; };
    with_record(record, caller, [this](const auto& given) {
        using Records = std::vector<std::decay_t<decltype(given)>>;
        if (runs_.empty() || !std::holds_alternative<Records>(runs_.back())) runs_.emplace_back(Records{});
        std::get<Records>(runs_.back()).push_back(given);
        ++size_;
    });
}

py::list Batch::ids() const {
    py::list result(ids_.size());
    for (std::size_t i = 0; i < ids_.size(); ++i) result[i] = id_to(ids_[i]);
    return result;
}

}  // namespace laurels::python
