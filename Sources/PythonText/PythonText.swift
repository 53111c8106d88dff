// PythonText
