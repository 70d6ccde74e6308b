// The one or two things to do here, always within the thumb's reach. The page takes the class `screen-barred`.
Component({});
