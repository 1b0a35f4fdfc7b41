# Where things go when Stint is installed, and the Debian package that is made of them (packaging/build.sh).
include(GNUInstallDirs)
set(STINT_MAINTAINER "Stint <stint@localhost>" CACHE STRING "Who answers for the Debian package: NAME <ADDRESS>")

install(TARGETS stint RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES packaging/stint.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/stint.service DESTINATION lib/systemd/system)
install(FILES packaging/stint.sysusers DESTINATION lib/sysusers.d RENAME stint.conf)
install(FILES packaging/debian/copyright README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs FILES_MATCHING PATTERN "*.md" PATTERN "*.svg" PATTERN "*.png")
# Of llama.cpp, which is linked in.
install(FILES ${llama_DIR}/../../../LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME llama.cpp-license OPTIONAL)

# The program knows its own completions best.
set(completions ${PROJECT_BINARY_DIR}/completions)
install(CODE "file(MAKE_DIRECTORY \"${completions}\")
foreach(shell bash zsh)
  execute_process(COMMAND \"\${CMAKE_COMMAND}\" -E env XDG_CONFIG_HOME=/nonexistent \"$<TARGET_FILE:stint>\" completion \${shell}
    OUTPUT_FILE \"${completions}/stint.\${shell}\" COMMAND_ERROR_IS_FATAL ANY)
endforeach()")
install(FILES ${completions}/stint.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME stint)
install(FILES ${completions}/stint.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _stint)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "${STINT_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Zones are read when they are asked for.
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Reads what an issue tracker knows, from its exports or live, and says what
is going wrong, why, and which issues say so: as texts, figures, reports,
a page and an API. Everything stays on this machine.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/debian/postinst
  ${PROJECT_SOURCE_DIR}/packaging/debian/prerm ${PROJECT_SOURCE_DIR}/packaging/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
