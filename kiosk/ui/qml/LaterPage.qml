import QtQuick

// A page that few people ever see, made when it is first shown: a door that nobody looks after holds none of it.
Loader {
    active: false
    onVisibleChanged: if (visible)
        active = true
}
