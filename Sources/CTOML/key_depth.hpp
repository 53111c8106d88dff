#ifndef CTOML_KEY_DEPTH_HPP
#define CTOML_KEY_DEPTH_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

// toml++ 3.3 bounds values in values, but not the parts of a dotted key, which nest tables as well.
constexpr size_t max_key_parts = 32;

struct place {
  uint32_t line;
  uint32_t column;
};

// Walks over strings and comments as TOML lexes them and counts the dots between other marks.
class key_depth_check {
 public:
  explicit key_depth_check(std::string_view text) : text_(text) {}

  bool fails(place &where) {
    while (at_ < text_.size()) {
      if (!step()) {
        where = {line_, column()};
        return true;
      }
    }
    return false;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
  size_t dots_ = 0;
  size_t line_start_ = 0;
  uint32_t line_ = 1;

  bool step() {
    switch (text_[at_]) {
      case '.':
        at_ += 1;
        return ++dots_ < max_key_parts;
      case '"':
      case '\'':
        skip_string(text_[at_]);
        return true;
      case '#':
        at_ = std::min(text_.find('\n', at_), text_.size());
        return true;
      case '\n':
        next_line();
        dots_ = 0;
        return true;
      case '=':
      case ',':
      case '[':
      case '{':
        dots_ = 0;
        at_ += 1;
        return true;
      default:
        at_ += 1;
        return true;
    }
  }

  void next_line() {
    at_ += 1;
    line_ += 1;
    line_start_ = at_;
  }

  uint32_t column() const {
    uint32_t count = 0;
    for (size_t i = line_start_; i < at_; ++i) count += (text_[i] & 0xC0) != 0x80;
    return count;
  }

  void skip_string(char quote) {
    const std::string closing(3, quote);
    const bool is_multiline = text_.substr(at_, 3) == closing;
    at_ += is_multiline ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
        at_ += 2;
      } else if (c == '\n') {
        if (!is_multiline) return;
        next_line();
      } else if (is_multiline && text_.substr(at_, 3) == closing) {
        at_ += 3;
        // Up to two quotes may stand before the closing ones.
        for (int extra = 0; extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) ++at_;
        return;
      } else if (!is_multiline && c == quote) {
        at_ += 1;
        return;
      } else {
        at_ += 1;
      }
    }
  }
};

}  // namespace

#endif
