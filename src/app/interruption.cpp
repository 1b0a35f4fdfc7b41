#include "app/interruption.h"

#include <pthread.h>

namespace stint::app {

Interruption::Interruption() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, &former_);
  waiter_ = std::thread{[this] {
    int signal = 0;
    while (sigwait(&signals_, &signal) == 0 && !ending_) source_.request_stop();
  }};
}

Interruption::~Interruption() {
  ending_ = true;
  pthread_kill(waiter_.native_handle(), SIGINT);
  waiter_.join();
  pthread_sigmask(SIG_SETMASK, &former_, nullptr);
}

}  // namespace stint::app
