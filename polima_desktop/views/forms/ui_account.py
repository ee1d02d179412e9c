# mypy: ignore-errors
# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'account.ui'
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
from PySide6.QtWidgets import (QApplication, QLabel, QLineEdit, QSizePolicy,
    QSpacerItem, QVBoxLayout, QWidget)

from polima_desktop.views.widgets.choices import Choice

class Ui_AccountForm(object):
    def setupUi(self, AccountForm):
        if not AccountForm.objectName():
            AccountForm.setObjectName(u"AccountForm")
        self.column = QVBoxLayout(AccountForm)
        self.column.setSpacing(4)
        self.column.setObjectName(u"column")
        self.column.setContentsMargins(0, 0, 0, 0)
        self.nameLabel = QLabel(AccountForm)
        self.nameLabel.setObjectName(u"nameLabel")
        self.nameLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.nameLabel)

        self.nameEdit = QLineEdit(AccountForm)
        self.nameEdit.setObjectName(u"nameEdit")

        self.column.addWidget(self.nameEdit)

        self.space6_6 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_6)

        self.userLabel = QLabel(AccountForm)
        self.userLabel.setObjectName(u"userLabel")
        self.userLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.userLabel)

        self.userEdit = QLineEdit(AccountForm)
        self.userEdit.setObjectName(u"userEdit")

        self.column.addWidget(self.userEdit)

        self.space6_7 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_7)

        self.roleLabel = QLabel(AccountForm)
        self.roleLabel.setObjectName(u"roleLabel")
        self.roleLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.roleLabel)

        self.roleBox = Choice(AccountForm)
        self.roleBox.setObjectName(u"roleBox")

        self.column.addWidget(self.roleBox)

        self.space6_8 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_8)

        self.unitLabel = QLabel(AccountForm)
        self.unitLabel.setObjectName(u"unitLabel")
        self.unitLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.unitLabel)

        self.unitBox = Choice(AccountForm)
        self.unitBox.setObjectName(u"unitBox")

        self.column.addWidget(self.unitBox)

        self.space6_9 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_9)

        self.passwordLabel = QLabel(AccountForm)
        self.passwordLabel.setObjectName(u"passwordLabel")
        self.passwordLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.passwordLabel)

        self.passwordEdit = QLineEdit(AccountForm)
        self.passwordEdit.setObjectName(u"passwordEdit")
        self.passwordEdit.setEchoMode(QLineEdit.EchoMode.Password)

        self.column.addWidget(self.passwordEdit)

        self.problemLabel = QLabel(AccountForm)
        self.problemLabel.setObjectName(u"problemLabel")
        self.problemLabel.setWordWrap(True)
        self.problemLabel.setProperty(u"tone", u"bad")

        self.column.addWidget(self.problemLabel)

#if QT_CONFIG(shortcut)
        self.nameLabel.setBuddy(self.nameEdit)
        self.userLabel.setBuddy(self.userEdit)
        self.roleLabel.setBuddy(self.roleBox)
        self.unitLabel.setBuddy(self.unitBox)
        self.passwordLabel.setBuddy(self.passwordEdit)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.nameEdit, self.userEdit)
        QWidget.setTabOrder(self.userEdit, self.roleBox)
        QWidget.setTabOrder(self.roleBox, self.unitBox)
        QWidget.setTabOrder(self.unitBox, self.passwordEdit)

        self.retranslateUi(AccountForm)

        QMetaObject.connectSlotsByName(AccountForm)
    # setupUi

    def retranslateUi(self, AccountForm):
        self.nameLabel.setText(QCoreApplication.translate("AccountForm", u"Nama &lengkap", None))
#if QT_CONFIG(accessibility)
        self.nameEdit.setAccessibleName(QCoreApplication.translate("AccountForm", u"Nama lengkap", None))
#endif // QT_CONFIG(accessibility)
        self.userLabel.setText(QCoreApplication.translate("AccountForm", u"Nama &pengguna", None))
#if QT_CONFIG(accessibility)
        self.userEdit.setAccessibleName(QCoreApplication.translate("AccountForm", u"Nama pengguna", None))
#endif // QT_CONFIG(accessibility)
        self.roleLabel.setText(QCoreApplication.translate("AccountForm", u"P&eran", None))
#if QT_CONFIG(accessibility)
        self.roleBox.setAccessibleName(QCoreApplication.translate("AccountForm", u"Peran", None))
#endif // QT_CONFIG(accessibility)
        self.unitLabel.setText(QCoreApplication.translate("AccountForm", u"&Kantor", None))
#if QT_CONFIG(accessibility)
        self.unitBox.setAccessibleName(QCoreApplication.translate("AccountForm", u"Kantor", None))
#endif // QT_CONFIG(accessibility)
        self.passwordLabel.setText(QCoreApplication.translate("AccountForm", u"Kata &sandi, paling sedikit 6 huruf", None))
#if QT_CONFIG(accessibility)
        self.passwordEdit.setAccessibleName(QCoreApplication.translate("AccountForm", u"Kata sandi", None))
#endif // QT_CONFIG(accessibility)
        self.problemLabel.setText("")
        pass
    # retranslateUi
