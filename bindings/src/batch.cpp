#include "verbs.hpp"

namespace laurels::python {

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
