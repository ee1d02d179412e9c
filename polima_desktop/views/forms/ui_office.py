# mypy: ignore-errors
# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'office.ui'
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

class Ui_OfficeForm(object):
    def setupUi(self, OfficeForm):
        if not OfficeForm.objectName():
            OfficeForm.setObjectName(u"OfficeForm")
        self.column = QVBoxLayout(OfficeForm)
        self.column.setSpacing(4)
        self.column.setObjectName(u"column")
        self.column.setContentsMargins(0, 0, 0, 0)
        self.nameLabel = QLabel(OfficeForm)
        self.nameLabel.setObjectName(u"nameLabel")
        self.nameLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.nameLabel)

        self.nameEdit = QLineEdit(OfficeForm)
        self.nameEdit.setObjectName(u"nameEdit")

        self.column.addWidget(self.nameEdit)

        self.space6_3 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_3)

        self.userLabel = QLabel(OfficeForm)
        self.userLabel.setObjectName(u"userLabel")
        self.userLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.userLabel)

        self.userEdit = QLineEdit(OfficeForm)
        self.userEdit.setObjectName(u"userEdit")

        self.column.addWidget(self.userEdit)

        self.space6_4 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_4)

        self.passwordLabel = QLabel(OfficeForm)
        self.passwordLabel.setObjectName(u"passwordLabel")
        self.passwordLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.passwordLabel)

        self.passwordEdit = QLineEdit(OfficeForm)
        self.passwordEdit.setObjectName(u"passwordEdit")
        self.passwordEdit.setEchoMode(QLineEdit.EchoMode.Password)

        self.column.addWidget(self.passwordEdit)

        self.space6_5 = QSpacerItem(20, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.column.addItem(self.space6_5)

        self.againLabel = QLabel(OfficeForm)
        self.againLabel.setObjectName(u"againLabel")
        self.againLabel.setProperty(u"tone", u"second")

        self.column.addWidget(self.againLabel)

        self.againEdit = QLineEdit(OfficeForm)
        self.againEdit.setObjectName(u"againEdit")
        self.againEdit.setEchoMode(QLineEdit.EchoMode.Password)

        self.column.addWidget(self.againEdit)

        self.problemLabel = QLabel(OfficeForm)
        self.problemLabel.setObjectName(u"problemLabel")
        self.problemLabel.setWordWrap(True)
        self.problemLabel.setProperty(u"tone", u"bad")

        self.column.addWidget(self.problemLabel)

#if QT_CONFIG(shortcut)
        self.nameLabel.setBuddy(self.nameEdit)
        self.userLabel.setBuddy(self.userEdit)
        self.passwordLabel.setBuddy(self.passwordEdit)
        self.againLabel.setBuddy(self.againEdit)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.nameEdit, self.userEdit)
        QWidget.setTabOrder(self.userEdit, self.passwordEdit)
        QWidget.setTabOrder(self.passwordEdit, self.againEdit)

        self.retranslateUi(OfficeForm)

        QMetaObject.connectSlotsByName(OfficeForm)
    # setupUi

    def retranslateUi(self, OfficeForm):
        self.nameLabel.setText(QCoreApplication.translate("OfficeForm", u"Nama &lengkap pengelola", None))
        self.nameEdit.setPlaceholderText(QCoreApplication.translate("OfficeForm", u"Misalnya Wa Ode Harmina", None))
#if QT_CONFIG(accessibility)
        self.nameEdit.setAccessibleName(QCoreApplication.translate("OfficeForm", u"Nama lengkap pengelola", None))
#endif // QT_CONFIG(accessibility)
        self.userLabel.setText(QCoreApplication.translate("OfficeForm", u"Nama p&engguna", None))
        self.userEdit.setPlaceholderText(QCoreApplication.translate("OfficeForm", u"huruf kecil tanpa spasi", None))
#if QT_CONFIG(accessibility)
        self.userEdit.setAccessibleName(QCoreApplication.translate("OfficeForm", u"Nama pengguna", None))
#endif // QT_CONFIG(accessibility)
        self.passwordLabel.setText(QCoreApplication.translate("OfficeForm", u"&Kata sandi, paling sedikit 6 huruf", None))
#if QT_CONFIG(accessibility)
        self.passwordEdit.setAccessibleName(QCoreApplication.translate("OfficeForm", u"Kata sandi", None))
#endif // QT_CONFIG(accessibility)
        self.againLabel.setText(QCoreApplication.translate("OfficeForm", u"Kata sandi sekali la&gi", None))
#if QT_CONFIG(accessibility)
        self.againEdit.setAccessibleName(QCoreApplication.translate("OfficeForm", u"Kata sandi sekali lagi", None))
#endif // QT_CONFIG(accessibility)
        self.problemLabel.setText("")
        pass
    # retranslateUi
