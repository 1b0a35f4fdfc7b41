// A column of plain values, in memory of its own or in memory that somebody else keeps (a mapped file).
//
// Reading never copies. Appending to a column over foreign memory uses the room that is left there and moves
// to memory of its own only when that is full.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace stint::history {

template <class T>
class Column {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;

  Column() = default;
  Column(std::vector<T> values) : own_(std::move(values)) { show_own(); }
  Column(std::initializer_list<T> values) : Column(std::vector<T>(values)) {}
  // Over foreign memory with room for `capacity` values, which must outlive the column.
  Column(T* first, std::size_t size, std::size_t capacity)
      : first_(first), size_(size), capacity_(capacity), foreign_(true) {
    assert(size <= capacity);
  }
  Column(const Column& other) : own_(other.begin(), other.end()) { show_own(); }
  Column(Column&& other) noexcept { swap(other); }
  Column& operator=(Column other) noexcept {
    swap(other);
    return *this;
  }
  ~Column() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const T* data() const { return first_; }
  [[nodiscard]] const T* begin() const { return first_; }
  [[nodiscard]] const T* end() const { return first_ + size_; }
  [[nodiscard]] const T& operator[](std::size_t i) const {
    assert(i < size_);
    return first_[i];
  }
  [[nodiscard]] const T& front() const { return (*this)[0]; }
  [[nodiscard]] const T& back() const { return (*this)[size_ - 1]; }
  [[nodiscard]] std::span<const T> part(std::size_t first, std::size_t count) const {
    return std::span<const T>{first_, size_}.subspan(first, count);
  }

  [[nodiscard]] T& change(std::size_t i) {
    assert(i < size_);
    return first_[i];
  }
  [[nodiscard]] std::span<T> change_all() { return {first_, size_}; }

  void append(const T& value) { append(std::span<const T>{&value, 1}); }
  void append(std::span<const T> values) {
    if (size_ + values.size() > capacity_) grow(size_ + values.size());
    if (foreign_) {
      std::copy(values.begin(), values.end(), first_ + size_);
      size_ += values.size();
    } else {
      own_.insert(own_.end(), values.begin(), values.end());
      show_own();
    }
  }

 private:
  void show_own() {
    first_ = own_.data();
    size_ = own_.size();
    capacity_ = own_.capacity();
    foreign_ = false;
  }
  void grow(std::size_t needed) {
    if (!foreign_) return;  // the vector grows by itself
    std::vector<T> mine;
    mine.reserve(needed + needed / 8);
    mine.assign(begin(), end());
    own_ = std::move(mine);
    show_own();
  }
  void swap(Column& other) noexcept {
    std::swap(own_, other.own_);
    std::swap(first_, other.first_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    std::swap(foreign_, other.foreign_);
  }

  std::vector<T> own_;
  T* first_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool foreign_ = false;
};

}  // namespace stint::history
