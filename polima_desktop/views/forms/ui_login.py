# mypy: ignore-errors
# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'login.ui'
##
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QCheckBox, QLabel, QLineEdit,
    QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_LoginForm(object):
    def setupUi(self, LoginForm):
        if not LoginForm.objectName():
            LoginForm.setObjectName(u"LoginForm")
        self.column = QVBoxLayout(LoginForm)
        self.column.setSpacing(4)
        self.column.setObjectName(u"column")
        self.column.setContentsMargins(0, 0, 0, 0)
        self.userLabel = QLabel(LoginForm)
        self.userLabel.setObjectName(u"userLabel")
        self.userLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.userLabel)

        self.userEdit = QLineEdit(LoginForm)
        self.userEdit.setObjectName(u"userEdit")

        self.column.addWidget(self.userEdit)

        self.space6_1 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_1)

        self.passwordLabel = QLabel(LoginForm)
        self.passwordLabel.setObjectName(u"passwordLabel")
        self.passwordLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.passwordLabel)

        self.passwordEdit = QLineEdit(LoginForm)
        self.passwordEdit.setObjectName(u"passwordEdit")
        self.passwordEdit.setEchoMode(QLineEdit.EchoMode.Password)

        self.column.addWidget(self.passwordEdit)

        self.space6_2 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_2)

        self.rememberBox = QCheckBox(LoginForm)
        self.rememberBox.setObjectName(u"rememberBox")

        self.column.addWidget(self.rememberBox)

        self.problemLabel = QLabel(LoginForm)
        self.problemLabel.setObjectName(u"problemLabel")
        self.problemLabel.setWordWrap(True)
        self.problemLabel.setProperty(u"tone", u"bad")

        self.column.addWidget(self.problemLabel)

#if QT_CONFIG(shortcut)
        self.userLabel.setBuddy(self.userEdit)
        self.passwordLabel.setBuddy(self.passwordEdit)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.userEdit, self.passwordEdit)
        QWidget.setTabOrder(self.passwordEdit, self.rememberBox)

        self.retranslateUi(LoginForm)

        QMetaObject.connectSlotsByName(LoginForm)
    # setupUi

    def retranslateUi(self, LoginForm):
        self.userLabel.setText(QCoreApplication.translate("LoginForm", u"&Nama pengguna", None))
#if QT_CONFIG(accessibility)
        self.userEdit.setAccessibleName(QCoreApplication.translate("LoginForm", u"Nama pengguna", None))
#endif // QT_CONFIG(accessibility)
        self.passwordLabel.setText(QCoreApplication.translate("LoginForm", u"&Kata sandi", None))
#if QT_CONFIG(accessibility)
        self.passwordEdit.setAccessibleName(QCoreApplication.translate("LoginForm", u"Kata sandi", None))
#endif // QT_CONFIG(accessibility)
        self.rememberBox.setText(QCoreApplication.translate("LoginForm", u"&Ingat kata sandi di komputer ini", None))
        self.problemLabel.setText("")
        pass
    # retranslateUi
